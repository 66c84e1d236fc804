// Builds the page into dist/, to be served from any directory of any web server.

import { defineConfig } from "vite";

// Nothing but the built files may run or be shown; the one thing the page may do outside is speak to
// a server, which one the worker says. Not while developing: Vite's own scripts would be refused.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src http: https: ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export default defineConfig({
  base: "./",
  build: {
    modulePreload: false,
    assetsInlineLimit: 0, // the policy knows no data: addresses
    chunkSizeWarningLimit: 800, // the SDK brings lodash, axios and graphql-ws along
  },
  plugins: [
    {
      name: "content-security-policy",
      apply: "build",
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
          injectTo: "head-prepend",
        },
      ],
    },
  ],
});
