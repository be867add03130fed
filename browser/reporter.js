// One line a test, what went wrong beneath it, and at the very end `N passed, N failed`.
/** The message, and the first lines of our own files. */
function told(error) {
  const lines = String(error.stack ?? error).split("\n");
  const own = lines.filter((line) => /^\s+at .*\/browser\/[a-z.]+js/.test(line) && !line.includes("node_modules")).slice(0, 3);
  const message = lines.filter((line) => !/^\s+at /.test(line)).join("\n").replace(/\n\+ actual - expected[\s\S]*/, "");
  return [...message.split("\n"), ...own].join("\n        ");
}

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (data?.skip !== undefined) continue;
    if (type === "test:pass" && data.details.type !== "suite") {
      passed += 1;
      yield `ok      ${data.name} (${Math.round(data.details.duration_ms)} ms)\n`;
    } else if (type === "test:fail" && !(data.details.type === "suite" && data.details.error.failureType === "subtestsFailed")) {
      failed += 1;
      const { cause } = data.details.error;
      // One that never began because another failed is counted, and named in one line.
      const reached = data.details.error.failureType !== "cancelledByParent";
      yield `FAILED  ${data.name}${reached ? `\n        ${told(cause ?? data.details.error)}` : ": not reached"}\n`;
    } else if (type === "test:diagnostic" && data.level !== "info" && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) {
      yield `        ${data.message}\n`;
    } else if (type === "test:stdout" || type === "test:stderr") yield data.message;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
