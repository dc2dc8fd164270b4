// The strict policy of server.mjs holds: no browser reported a breach of it.

// Takes what the server was told since the last time.
export function csp(server, report) {
  for (const told of server.reports.splice(0)) {
    const where = told["source-file"] ? `${told["source-file"]}:${told["line-number"]}` : "";
    report.fail("csp", {
      page: new URL(told["document-uri"]).pathname,
      rule: told["effective-directive"] ?? told["violated-directive"],
      element: `blocked: ${told["blocked-uri"]} ${where}`.trim(),
      text: told["script-sample"] ?? "",
    });
  }
}
