/** A skipped test says why, or the run fails. */
import { expect, jest, test } from '@jest/globals';
import SkipReporter from '../../scripts/test-skips.mjs';

interface Reporter {
  onRunComplete(contexts: unknown, results: unknown): void;
  getLastError(): Error | undefined;
}

function reportOf(titles: string[], config: { testNamePattern?: string } = {}): { error: string; printed: string } {
  let printed = '';
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const reporter: Reporter = SkipReporter(config);
  const testResults = titles.map((fullName) => ({ fullName, status: 'pending' }));
  reporter.onRunComplete(undefined, { testResults: [{ testResults }] });
  write.mockRestore();
  return { error: reporter.getLastError()?.message ?? '', printed };
}

test('a skip with a reason is named with it at the end of the run', () => {
  expect(reportOf(['reads the upstream registry (skipped: the folder is absent)'])).toEqual({
    error: '',
    printed: 'skipped: reads the upstream registry\n  the folder is absent\n',
  });
});

test('a skip without a reason fails the run', () => {
  expect(reportOf(['one', 'two (skipped: why)', 'three']).error).toBe('2 tests skipped without a reason');
});

test('tests left out by name are no skips', () => {
  expect(reportOf(['one'], { testNamePattern: 'two' })).toEqual({ error: '', printed: '' });
});
