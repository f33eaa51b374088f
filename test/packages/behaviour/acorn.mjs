/** acorn: parsing, tokens, comments, plugins and errors; a generator-free class of regular expressions and tables. */
import * as acorn from 'acorn';

export async function run({ is, log, throws }) {
  const options = { ecmaVersion: 'latest' };
  const parse = (code, more) => acorn.parse(code, { ...options, ...more });
  const first = (code, more) => parse(code, more).body[0];
  is('program', parse('1 + 2').type, 'Program');
  log(
    'whole',
    JSON.stringify(parse('const { a = 1, ...b } = await (async () => ({ c: [,2] }))();', { sourceType: 'module' })),
  );
  is('precedence', first('1 + 2 * 3').expression.right.operator, '*');
  is('arrow', first('x => x').expression.type, 'ArrowFunctionExpression');
  is(
    'class',
    first('class A extends B { static #p = 1; get x() {} static { f() } }').body.body.map((one) => one.type),
    ['PropertyDefinition', 'MethodDefinition', 'StaticBlock'],
  );
  is('optional', first('a?.b?.[c]').expression.type, 'ChainExpression');
  is(
    'template',
    first('tag`a${b}c`').expression.quasi.quasis.map((one) => one.value.cooked),
    ['a', 'c'],
  );
  is('module', parse('import x, { y as z } from "m"; export default x', { sourceType: 'module' }).body.length, 2);
  is('generator', first('function* f() { yield* g }').generator, true);
  is('for await', first('async () => { for await (const x of y); }').expression.body.body[0].await, true);
  is('bigint', first('10n').expression.bigint, '10');
  is('regexp', first('/a(?<n>b)/u').expression.regex, { pattern: 'a(?<n>b)', flags: 'u' });
  is('locations', { ...first('\n  a', { locations: true }).loc.start }, { line: 2, column: 2 });
  is('ranges', first('  a', { ranges: true }).range, [2, 3]);
  const comments = [];
  parse('/* a */ 1 // b', { onComment: comments });
  is(
    'comments',
    comments.map((one) => [one.type, one.value]),
    [
      ['Block', ' a '],
      ['Line', ' b'],
    ],
  );
  is(
    'tokens',
    [...acorn.tokenizer('a += "b"', options)].map((token) => token.type.label),
    ['name', '_=', 'string'],
  );
  const tokenizer = acorn.tokenizer('x(1)', options);
  is('one by one', [tokenizer.getToken().value, tokenizer.getToken().type === acorn.tokTypes.parenL], ['x', true]);
  const inserted = [];
  parse('a\nb', { onInsertedSemicolon: (at) => inserted.push(at), onTrailingComma: (at) => inserted.push(-at) });
  is('semicolons', inserted, [1, 3]);
  is('expression at', acorn.parseExpressionAt('## f(1) ; #', 3, options).type, 'CallExpression');
  const error = throws('unexpected', () => parse('a b'), /Unexpected token \(1:2\)/);
  is('its facts', [error instanceof SyntaxError, error.pos, error.loc.column], [true, 2, 2]);
  throws('twice', () => parse('let a; let a'), /already been declared/);
  throws('strict', () => parse('"use strict"; with (a) {}'), /'with' in strict mode/);
  throws('await', () => parse('await 1'), /\(1:6\)/);
  throws('reserved', () => parse('let yield', { sourceType: 'module' }), /yield/);
  throws('version', () => acorn.parse('a => a', { ecmaVersion: 5 }), /Unexpected token/);
  throws('regular expression', () => parse('/(/'), /Invalid regular expression/);
  throws('private', () => parse('class A { m() { this.#x } }'), /#x/);
  throws('break', () => parse('break x'), /\S/);
  is('hashbang', parse('#!/usr/bin/env node\n1', { allowHashBang: true }).body.length, 1);
  is('return outside', first('return 1', { allowReturnOutsideFunction: true }).type, 'ReturnStatement');

  // A plugin is a class over the parser's: `super` reaches through both.
  const Loud = acorn.Parser.extend(
    (Parser) =>
      class extends Parser {
        parseExprAtom(...args) {
          const node = super.parseExprAtom(...args);
          if (node.type === 'Identifier') node.name = node.name.toUpperCase();
          return node;
        }
        static version = `${acorn.version}!`;
      },
  );
  is('plugin', Loud.parse('a + b', options).body[0].expression.left.name, 'A');
  is('static', Loud.version, `${acorn.version}!`);
  is('still plain', first('a').expression.name, 'a');
  is('instance', new Loud(options, 'a') instanceof acorn.Parser, true);
  is('lines', { ...acorn.getLineInfo('a\nbc', 3) }, { line: 2, column: 1 });
  is('identifiers', [acorn.isIdentifierStart(97), acorn.isIdentifierChar(45)], [true, false]);
  is('deep', parse(`${'('.repeat(200)}1${')'.repeat(200)}`).body[0].expression.value, 1);
  is('itself', acorn.parse(`(${run})`, { ...options, sourceType: 'module' }).body.length, 1);
}
