// How much room there is.

import { useMediaQuery } from "@mantine/hooks";

/** Whether there is room for what one rarely needs, beside the navigation. */
export function useIsWide(): boolean {
  return useMediaQuery("(min-width: 62em)");
}
