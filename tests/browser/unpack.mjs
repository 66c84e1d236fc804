// Unpacks the browser and its libraries, by its package's own means, into $TMPDIR.

import { inflate } from "@sparticuz/chromium";

for (const archive of ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"]) {
  await inflate(`node_modules/@sparticuz/chromium/bin/${archive}`);
}
