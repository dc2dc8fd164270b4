// Serves a published folder on the loopback, as a careful server would: compressed, with the strictest
// Content-Security-Policy that a site of Limpide works under, and a place where browsers tell what broke it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const REPORTS = "/csp--reports";

// No inline script or style, nothing from elsewhere, no frame around the page, no form that leads elsewhere.
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".xml": "application/xml",
};

async function file(folder, base, address) {
  if (!address.startsWith(`${base}/`)) return undefined;
  const path = normalize(decodeURIComponent(address.slice(base.length)));
  if (path.split("/").includes("..")) return undefined;
  for (const name of path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`]) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes) return { bytes, type: TYPES[extname(name)] ?? "application/octet-stream" };
  }
  return undefined;
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

// A server of `folder`, under the address `base`, already listening: its `origin`; the `reports` on its policy that came, as browsers
// wrote them; `close`.
export async function serve(folder, base = "") {
  const reports = [];
  const server = createServer(async (request, response) => {
    const address = new URL(request.url, "http://localhost").pathname;
    if (address === REPORTS) {
      reports.push(JSON.parse(await body(request))["csp-report"]);
      response.writeHead(204).end();
      return;
    }
    const found = await file(folder, base, address).catch(() => undefined);
    const { bytes, type } = found ?? (await file(folder, base, `${base}/404.html`)) ?? { bytes: Buffer.from("404"), type: TYPES[".txt"] };
    const headers = {
      "content-type": type,
      "content-security-policy": `${POLICY}; report-uri ${REPORTS}`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cache-control": /\.[0-9a-f]{8}[.-]/.test(address) ? "public, max-age=31536000, immutable" : "no-cache",
    };
    const smaller = /text|json|xml|javascript/.test(type) && /gzip/.test(request.headers["accept-encoding"] ?? "");
    if (smaller) headers["content-encoding"] = "gzip";
    response.writeHead(found ? 200 : 404, headers).end(smaller ? gzipSync(bytes) : bytes);
  });
  await new Promise((then, fail) => server.once("error", fail).listen(0, "127.0.0.1", then));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    reports,
    close: () => {
      server.closeAllConnections();
      return new Promise((then) => server.close(then));
    },
  };
}
