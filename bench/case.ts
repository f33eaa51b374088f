/** One case of one question in a process of its own: `case.js <question> <case> <what>` prints its figures as JSON. */

const [question, name, what] = process.argv.slice(2) as [string, string, string];
const { measureCase } = (await (question === 'span' ? import('./span.ts') : import('./transform.ts'))) as {
  measureCase: (name: string, what: string) => Promise<object>;
};
console.log(JSON.stringify(await measureCase(name, what)));
