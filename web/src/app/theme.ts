// The look: quiet greys, one accent, and colours only where they mean something.

import { createTheme } from "@mantine/core";
import type { MantineColorsTuple } from "@mantine/core";

const SIGNAL: MantineColorsTuple = [
  "#e9f5f7",
  "#d6e8ec",
  "#aed2da",
  "#83bbc7",
  "#60a8b7",
  "#4a9cae",
  "#3d96a9",
  "#2c7f91",
  "#1c6c7d",
  "#155663",
];

/** The head of a dialog is not the head of the page. */
const DIALOG_HEADER = { header: { role: "presentation" } };
const DIALOG_TITLE = { fontSize: "var(--mantine-font-size-lg)", fontWeight: 600 };

export const theme = createTheme({
  primaryColor: "signal",
  // Dark enough for white text on it (WCAG AA), in both schemes.
  primaryShade: 8,
  colors: { signal: SIGNAL },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: { fontWeight: "600" },
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Notification: {
      defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } },
      styles: { description: { color: "var(--mantine-color-dimmed)" } },
    },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        attributes: DIALOG_HEADER,
      },
      styles: { title: DIALOG_TITLE },
    },
    Drawer: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.3 }, attributes: DIALOG_HEADER },
      styles: { title: DIALOG_TITLE },
    },
  },
});
