/** magic-string: edits, moves, indentation, bundles and maps; a chain of methods that return `this`. */
import MagicString, { Bundle, SourceMap } from 'magic-string';

export async function run({ is, log, throws }) {
  const text = new MagicString('problems = 99');
  is('chained', text.update(0, 8, 'answer') === text, true);
  is('updated', text.toString(), 'answer = 99');
  is('again', text.update(11, 13, '42').toString(), 'answer = 42');
  is('prepended', text.prepend('var ').append(';').toString(), 'var answer = 42;');
  is('original', text.original, 'problems = 99');
  const clone = text.clone();
  clone.remove(8, 13);
  is('clone', [clone.toString(), text.toString()], ['var answer;', 'var answer = 42;']);
  is('moved', new MagicString('abcdef').move(0, 2, 4).toString(), 'cdabef');
  is('slice', text.slice(0, 8), 'answer');
  is('snip', new MagicString('abcdef').snip(1, 3).toString(), 'bc');
  is('indent', new MagicString('a\n\tb\n').indent('  ').toString(), '  a\n  \tb\n');
  is('exclude', new MagicString('a\n`\nb`').indent('  ', { exclude: [2, 5] }).toString(), '  a\n`\nb  `');
  is('trim', new MagicString('  x  ').trim().toString(), 'x');
  is('trimLines', new MagicString('\n\nx\n').trimLines().toString(), 'x');
  is(
    'sides',
    new MagicString('ab').appendLeft(1, '1').appendRight(1, '3').prependLeft(1, '0').prependRight(1, '2').toString(),
    'a0123b',
  );
  is('replace', new MagicString('a1b2').replace(/\d/g, (digit) => String(digit * 2)).toString(), 'a2b4');
  is('replaceAll', new MagicString('aXbX').replaceAll('X', '-').toString(), 'a-b-');
  is('length', [new MagicString('abc').remove(0, 1).length(), new MagicString('x').remove(0, 1).isEmpty()], [2, true]);
  is('changed', [new MagicString('x').hasChanged(), text.hasChanged()], [false, true]);
  is('last', [text.lastChar(), new MagicString('a\nb').lastLine()], [';', 'b']);
  is('reset', new MagicString('abc').remove(0, 2).reset(0, 1).toString(), 'ac');
  is('insert', new MagicString('ac').appendLeft(1, 'b').insertLeft(2, 'd').toString(), 'abcd');
  const map = text.generateMap({ source: 'in.js', file: 'out.js', includeContent: true, hires: true });
  is(
    'map',
    [map instanceof SourceMap, map.version, map.sources, map.sourcesContent],
    [true, 3, ['in.js'], ['problems = 99']],
  );
  log('mappings', map.mappings, map.toUrl().length, String(map).length);
  log('decoded', text.generateDecodedMap({ hires: 'boundary' }).mappings);
  is('names', new MagicString('abc').overwrite(0, 1, 'x', { storeName: true }).generateMap().names, ['a']);
  const bundle = new Bundle({ separator: '\n--\n' });
  bundle
    .addSource({ filename: 'a.js', content: new MagicString('a') })
    .addSource({ filename: 'b.js', content: new MagicString('b').append('!') });
  is('bundle', bundle.indent('> ').prepend('[').append(']').toString(), '[> a\n--\n> b!]');
  is('its map', bundle.generateMap({ file: 'c.js' }).sources, ['a.js', 'b.js']);
  throws('split', () => new MagicString('abcdef').update(1, 4, 'x').update(2, 3, 'y'), /cannot split a chunk/i);
  throws('bounds', () => new MagicString('abc').remove(1, 9), /out of bounds/);
  throws('no text', () => new MagicString('abc').update(0, 1, 2), /must be a string/);
  throws('empty', () => new MagicString('abc').update(1, 1, 'x'), /zero-length/);
  throws('into itself', () => new MagicString('abcdef').move(1, 4, 2), /inside itself/);
  class Mine extends MagicString {
    shout() {
      return this.append('!');
    }
  }
  is('subclass', new Mine('a').shout().toString(), 'a!');
  log('own', Object.keys(text), Object.getOwnPropertyNames(MagicString.prototype), MagicString.length);
}
