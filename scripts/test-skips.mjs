/** Jest reporter: names every skipped test with its reason at the end, and fails the run when one has no reason. */

const REASON = /\(skipped: (.+)\)/;

/** Jest calls it with `new`. */
export default function SkipReporter(globalConfig) {
  let unexplained = 0;
  return {
    onRunComplete(_contexts, results) {
      // `-t` leaves out tests by name; those are not skips.
      if (globalConfig.testNamePattern) return;
      for (const file of results.testResults) {
        for (const test of file.testResults.filter(({ status }) => status === 'pending' || status === 'todo')) {
          const reason = REASON.exec(test.fullName)?.[1];
          if (reason === undefined) unexplained++;
          process.stderr.write(`skipped: ${test.fullName.replace(REASON, '').trim()}\n  ${reason ?? 'NO REASON'}\n`);
        }
      }
      if (unexplained > 0) {
        process.stderr.write(`\n${unexplained} skipped without a reason: end the title with "(skipped: why)".\n`);
      }
    },
    getLastError: () => (unexplained > 0 ? new Error(`${unexplained} tests skipped without a reason`) : undefined),
  };
}
