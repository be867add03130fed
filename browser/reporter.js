// One line a test, what went wrong beneath it, and at the very end `N passed, N failed`.
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
      yield data.details.error.failureType === "cancelledByParent" ? `FAILED  ${data.name}: not reached\n` : `FAILED  ${data.name}\n        ${String(cause?.stack ?? cause ?? data.details.error).replaceAll("\n", "\n        ")}\n`;
    } else if (type === "test:diagnostic" && data.level !== "info" && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) {
      yield `        ${data.message}\n`;
    } else if (type === "test:stdout" || type === "test:stderr") yield data.message;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
