/** zod: parsing, issues, refinements, transforms, codecs, JSON Schema; synchronous and asynchronous. */
import { z } from 'zod';

export async function run({ is, log, throws, rejects }) {
  const User = z.object({
    name: z.string().min(2),
    age: z.number().int().positive().optional(),
    role: z.enum(['admin', 'guest']).default('guest'),
  });
  is('defaults', User.parse({ name: 'Ada' }), { name: 'Ada', role: 'guest' });
  is('unknown keys are stripped', User.parse({ name: 'Ada', extra: 1 }), { name: 'Ada', role: 'guest' });
  is('strict', z.strictObject({ a: z.number() }).safeParse({ a: 1, b: 2 }).error.issues[0].code, 'unrecognized_keys');
  is('passthrough', z.looseObject({ a: z.number() }).parse({ a: 1, b: 2 }), { a: 1, b: 2 });
  const failed = User.safeParse({ name: 'A', age: -1.5, role: 'king' });
  is('success', failed.success, false);
  is(
    'paths',
    failed.error.issues.map((issue) => `${issue.path.join('.')}:${issue.code}`),
    ['name:too_small', 'age:invalid_type', 'role:invalid_value'],
  );
  log('messages', failed.error.issues);
  is('flattened', Object.keys(z.flattenError(failed.error).fieldErrors), ['name', 'age', 'role']);
  log('pretty', z.prettifyError(failed.error));
  const error = throws('parse', () => z.string().parse(1), /expected string/);
  is('its class', error instanceof z.ZodError, true);

  is('coerce', z.coerce.number().parse('42'), 42);
  is(
    'transform',
    z
      .string()
      .transform((text) => text.length)
      .parse('four'),
    4,
  );
  is('pipe', z.string().transform(Number).pipe(z.number().max(10)).safeParse('11').success, false);
  is('preprocess', z.preprocess((value) => String(value), z.string()).parse(7), '7');
  is('catch', z.number().catch(0).parse('x'), 0);
  is('brand', z.string().brand().parse('b'), 'b');
  is('tuple', z.tuple([z.string(), z.number()]).rest(z.boolean()).parse(['a', 1, true]), ['a', 1, true]);
  is('record', z.record(z.string(), z.number()).parse({ a: 1 }), { a: 1 });
  is('map', z.map(z.string(), z.number()).parse(new Map([['a', 1]])), new Map([['a', 1]]));
  is('set', z.set(z.number()).safeParse(new Set(['x'])).success, false);
  is('union', z.union([z.string(), z.number()]).parse(1), 1);
  const Shape = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('circle'), r: z.number() }),
    z.object({ kind: z.literal('square'), a: z.number() }),
  ]);
  is('discriminated', Shape.parse({ kind: 'square', a: 2 }), { kind: 'square', a: 2 });
  is('no member', Shape.safeParse({ kind: 'line' }).error.issues[0].code, 'invalid_union');
  const Tree = z.object({
    value: z.number(),
    get children() {
      return z.array(Tree);
    },
  });
  is('recursive', Tree.parse({ value: 1, children: [{ value: 2, children: [] }] }).children[0].value, 2);
  is('lazy', z.lazy(() => z.string()).parse('x'), 'x');
  is('pick', Object.keys(User.pick({ name: true }).shape), ['name']);
  is('omit', Object.keys(User.omit({ name: true }).shape), ['age', 'role']);
  is('partial', User.partial().parse({}), { role: 'guest' });
  is('extend', User.extend({ id: z.uuid() }).safeParse({ name: 'Ada', id: 'no' }).error.issues[0].path, ['id']);
  is(
    'formats',
    ['a@b.co', 'nope'].map((text) => z.email().safeParse(text).success),
    [true, false],
  );
  is('iso', z.iso.date().safeParse('2024-02-30').success, false);
  is('template', z.templateLiteral(['v', z.number()]).safeParse('v12').success, true);
  is('json schema', z.toJSONSchema(z.object({ a: z.string() })).required, ['a']);
  const seen = [];
  const Refined = z.object({ a: z.string(), b: z.string() }).superRefine((value, context) => {
    seen.push(value.a);
    if (value.a !== value.b) context.addIssue({ code: 'custom', path: ['b'], message: 'differs' });
  });
  is('refined', Refined.safeParse({ a: '1', b: '2' }).error.issues[0].message, 'differs');
  is('seen', seen, ['1']);

  const later = z.string().refine(async (text) => {
    log('checking', text);
    await Promise.resolve();
    return text.startsWith('x');
  }, 'must start with x');
  is('async', await later.parseAsync('xy'), 'xy');
  await rejects('async issue', later.parseAsync('y'), /must start with x/);
  throws('async met by sync', () => later.parse('xy'), /Promise/);
  const all = await Promise.all(['xa', 'b', 'xc'].map((text) => z.array(later).safeParseAsync([text, 'x'])));
  is(
    'concurrently',
    all.map((one) => one.success),
    [true, false, true],
  );
  const double = z.string().transform(async (text) => text + text);
  is('async transform', await z.object({ a: double, b: double }).parseAsync({ a: '1', b: '2' }), { a: '11', b: '22' });
  await rejects(
    'thrown inside',
    z
      .string()
      .transform(async () => {
        throw new TypeError('mine');
      })
      .parseAsync('x'),
    /mine/,
  );
  const add = z.function({ input: [z.number(), z.number()], output: z.number() }).implement((a, b) => a + b);
  is('function', add(1, 2), 3);
  throws('function input', () => add(1, '2'), /expected number/);
}
