// Builds the console into the Python package, which serves it under /console/.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const OUT = fileURLToPath(new URL("../src/pointsman/console/dist", import.meta.url));
const SERVER = process.env.POINTSMAN_URL ?? "http://127.0.0.1:8020";

export default defineConfig({
  base: "/console/",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  plugins: [react(), compressed()],
  build: {
    outDir: process.env.CONSOLE_OUT ?? OUT,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    // What most pages need comes in one file, instead of forty small ones.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 5 }] } },
    },
  },
  server: { proxy: { "/v1": SERVER, "/pointsman": SERVER, "/openapi.json": SERVER } },
  test: { environment: "node", include: ["*.test.js", "src/**/*.test.ts"] },
});

/** Writes each text file compressed beside itself, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf-8" })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const file = join(dir, name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}
