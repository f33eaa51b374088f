/** yaml: documents, anchors, tags, comments kept, errors with positions, visitors, streams of documents. */
import * as YAML from 'yaml';

const {
  parse,
  stringify,
  parseDocument,
  parseAllDocuments,
  visit,
  visitAsync,
  isMap,
  isScalar,
  Lexer,
  Parser,
  Composer,
} = YAML;

export async function run({ is, log, throws }) {
  is('scalars', parse('[1, 1.5, true, null, ~, "x", 0x1F, .inf, no]'), [
    1,
    1.5,
    true,
    null,
    null,
    'x',
    31,
    Infinity,
    'no',
  ]);
  is('map', parse('a: 1\nb:\n  - x\n  - y: z\n'), { a: 1, b: ['x', { y: 'z' }] });
  is('block texts', parse('a: |\n  one\n  two\nb: >-\n  one\n  two\n'), { a: 'one\ntwo\n', b: 'one two' });
  is('anchors', parse('a: &x [1]\nb: *x'), { a: [1], b: [1] });
  is('same object', (({ a, b }) => a === b)(parse('a: &x [1]\nb: *x')), true);
  is('merge', parse('base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3', { merge: true }).own, { x: 1, y: 3 });
  is(
    'reviver',
    parse('a: 1\nb: 2', (key, value) => (typeof value === 'number' ? value * 10 : value)),
    { a: 10, b: 20 },
  );
  is('1.1', parse('yes', { version: '1.1' }), true);
  is('set', parse('!!set {a, b}', { version: '1.1' }), new Set(['a', 'b']));
  is('maps', parse('a: 1', { mapAsMap: true }), new Map([['a', 1]]));
  is('bigint', parse('9007199254740993', { intAsBigInt: true }), 9007199254740993n);
  is(
    'stringified',
    stringify({ a: [1, { b: null }], c: 'x: y', d: 'multi\nline\n' }),
    'a:\n  - 1\n  - b: null\nc: "x: y"\nd: |\n  multi\n  line\n',
  );
  is('repeated', stringify(((shared) => [shared, shared])({ s: 1 })), '- &a1\n  s: 1\n- *a1\n');
  is('sorted', stringify({ b: 1, a: 2 }, { sortMapEntries: true }), 'a: 2\nb: 1\n');
  is('toJSON', stringify({ when: new Date(0) }), 'when: 1970-01-01T00:00:00.000Z\n');
  is('round trip', parse(stringify({ deep: [[['x']], { y: [''] }] })), { deep: [[['x']], { y: [''] }] });

  const source = '# head\na: 1 # one\n\n# before b\nb: [x, y]\n';
  const document = parseDocument(source);
  is('kept', String(document), '# head\na: 1 # one\n\n# before b\nb: [ x, y ]\n');
  document.setIn(['b', 1], 'z');
  document.set('c', document.createNode({ d: 1 }));
  document.get('a', true).comment = ' uno';
  is('edited', document.toString(), '# head\na: 1 # uno\n\n# before b\nb: [ x, z ]\nc:\n  d: 1\n');
  is(
    'queries',
    [document.getIn(['c', 'd']), document.has('q'), isMap(document.contents), isScalar(document.get('a', true))],
    [1, false, true, true],
  );
  is('deleted', [document.deleteIn(['c', 'd']), document.toJS().c], [true, {}]);
  is('range', parseDocument('a: bcd').get('a', true).range, [3, 6, 6]);
  const bad = parseDocument('a: [1\nb: }');
  log(
    'errors',
    bad.errors.map((error) => [error.name, error.code, error.linePos, error.message]),
    bad.warnings.length,
  );
  const error = throws('thrown', () => parse('a: b: c'), /Nested mappings/);
  is('its class', [error instanceof YAML.YAMLParseError, error.linePos[0]], [true, { line: 1, col: 1 + 3 }]);
  throws('alias', () => parse('*none'), /Unresolved alias/);
  throws('many', () => parse('a: 1\n---\nb: 2'), /multiple documents/);
  throws(
    'bomb',
    () =>
      parse(
        `a: &a [x]\n${'bcdefgh'
          .split('')
          .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`)
          .join('\n')}`,
        { maxAliasCount: 100 },
      ),
    /alias/i,
  );
  is(
    'all',
    parseAllDocuments('a: 1\n---\nb: 2\n...\n').map((one) => one.toJS()),
    [{ a: 1 }, { b: 2 }],
  );
  const seen = [];
  visit(document, {
    Scalar(key, node) {
      seen.push(node.value);
    },
    Pair: (_, pair) => ((pair.key.value ?? pair.key) === 'c' ? visit.REMOVE : undefined),
  });
  is('visited', [seen, document.has('c')], [['a', 1, 'b', 'x', 'z'], false]);
  await visitAsync(document, {
    async Scalar(key, node) {
      await Promise.resolve();
      log('async', key, node.value);
      if (node.value === 'x') return visit.BREAK;
      return undefined;
    },
  });
  is(
    'lexer',
    [...new Lexer().lex('a: 1')].map((token) => JSON.stringify(token)),
    ['"\\u0002"', '"\\u001f"', '"a"', '":"', '" "', '"\\u001f"', '"1"'],
  );
  is(
    'parser',
    [...new Composer().compose(new Parser().parse('- 1\n- 2'))].map((one) => one.toJS()),
    [[1, 2]],
  );
  const tags = [{ tag: '!up', resolve: (text) => text.toUpperCase(), identify: () => false }];
  is('custom tag', parse('!up abc', { customTags: tags }), 'ABC');
  is('empty', [parse(''), parse('# only')], [null, null]);
}
