// Where the console begins.

import "@/app/mantine";
import "@/app/theme.css";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { queries } from "@/app/queries";
import { router } from "@/app/routes";
import { theme } from "@/app/theme";
import { enterByLink } from "@/session/link";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no root");

await enterByLink(queries);
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
