/** SQL descriptions: summaries as the conventions write them, text without literals, bounded cost for any input. */

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describe as describeSql, MAX_SQL_LENGTH } from '../../../runtime/libraries/sql.ts';

const summaries: readonly (readonly [sql: string, summary: string, collection: string])[] = [
  ['SELECT * FROM wuser_table WHERE username = ?', 'SELECT wuser_table', 'wuser_table'],
  [
    'INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders WHERE order_id = ?',
    'INSERT shipping_details SELECT orders',
    '',
  ],
  ['SELECT * FROM songs, artists WHERE songs.artist_id == artists.id', 'SELECT songs artists', ''],
  [
    'SELECT order_date FROM (SELECT * FROM orders o JOIN customers c ON o.customer_id = c.customer_id)',
    'SELECT SELECT orders customers',
    '',
  ],
  [`SELECT * FROM "song list", 'artists'`, `SELECT "song list" 'artists'`, ''],
  ['{call some_stored_procedure}', 'call some_stored_procedure', ''],
  ['select a from t1 left join s.t2 on t1.x = t2.x, t3 as z(a, b) order by a, b', 'select t1 s.t2 t3', ''],
  ['SELECT extract(year FROM ts), trim(both FROM n) FROM logs', 'SELECT logs', 'logs'],
  ['SELECT a IS DISTINCT FROM b FROM t WHERE c IS NOT DISTINCT FROM d', 'SELECT t', 't'],
  ['SELECT * FROM generate_series(1, 10) g, LATERAL (SELECT 1 FROM x) y', 'SELECT SELECT x', 'x'],
  ['SELECT * FROM (a JOIN b ON a.x = b.x) JOIN ONLY c USING (id)', 'SELECT a b c', ''],
  ['SELECT (SELECT count(*) FROM b), 2 FROM a', 'SELECT SELECT b a', ''],
  ['SELECT 1 FROM a UNION ALL SELECT 2 FROM b', 'SELECT a SELECT b', ''],
  ['SELECT id FROM t FOR UPDATE OF t SKIP LOCKED', 'SELECT t', 't'],
  ['SELECT 1', 'SELECT', ''],
  [
    'WITH x AS (SELECT * FROM a), y(k) AS MATERIALIZED (DELETE FROM b RETURNING k) SELECT * FROM x, y, c',
    'SELECT a DELETE b SELECT c',
    '',
  ],
  [
    'WITH RECURSIVE r AS (SELECT 1 FROM t UNION SELECT 2 FROM r) UPDATE u SET a = 1, b = 2 FROM r, v',
    'SELECT t SELECT UPDATE u v',
    '',
  ],
  ['WITH x AS (SELECT 1) SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY a, b)', 'SELECT SELECT t', 't'],
  ['SELECT * FROM (WITH q AS (SELECT 1 FROM i) SELECT * FROM q) z', 'SELECT SELECT i SELECT', 'i'],
  ['UPDATE ONLY users SET name = $1 WHERE id = $2', 'UPDATE users', 'users'],
  ['INSERT INTO t (a) VALUES (1), (2) ON CONFLICT (a) DO UPDATE SET b = 1', 'INSERT t', 't'],
  ['DELETE FROM a USING b WHERE a.id = b.id', 'DELETE a b', ''],
  [
    'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = 1, b = 2 WHEN NOT MATCHED THEN INSERT (a, b) VALUES (1, 2)',
    'MERGE t s',
    '',
  ],
  ['BEGIN; SELECT 1 FROM a; UPDATE b SET c = 1; COMMIT', 'BEGIN SELECT a UPDATE b COMMIT', ''],
  [
    'CREATE TABLE IF NOT EXISTS s.t (id int REFERENCES o (id) ON DELETE CASCADE, update int)',
    'CREATE TABLE s.t',
    's.t',
  ],
  ['create or replace temp view v as select * from t', 'create view v select t', ''],
  ['CREATE UNIQUE INDEX CONCURRENTLY ON t (a)', 'CREATE INDEX t', ''],
  ['DROP TABLE a, b CASCADE', 'DROP TABLE a b', ''],
  ['TRUNCATE TABLE a, b', 'TRUNCATE a b', ''],
  ['GRANT SELECT ON t TO u', 'GRANT', ''],
  ['EXPLAIN SELECT * FROM t', 'EXPLAIN SELECT t', 't'],
  ['COPY t FROM STDIN', 'COPY t', 't'],
  ['/* a /* b */ c */ SELECT -- FROM no\n * FROM t', 'SELECT t', 't'],
  ['SELECT $$ FROM x $$, $tag$ FROM y $$ $tag$ FROM t', 'SELECT t', 't'],
  ['SELECT "a""b"."c" FROM "s"."T x"', 'SELECT "s"."T x"', '"s"."T x"'],
  ['', '', ''],
  ['-- nothing', '', ''],
];

test.each(summaries)('%s is summarised', (sql, summary, collection) => {
  const found = describeSql(sql);
  expect({ summary: found.summary, collection: found.collection }).toEqual({ summary, collection });
});

const texts: readonly (readonly [sql: string, text: string])[] = [
  ["SELECT 'it''s', 1, -2.5e3, 0xff, .5, true, NULL FROM t1", 'SELECT ?, ?, -?, ?, ?, ?, NULL FROM t1'],
  ["SELECT E'a\\'b', B'01', U&'x', $$a'b$$, $q$ $$ $q$", 'SELECT ?, ?, ?, ?, ?'],
  ["SELECT 'a\\', x FROM t", 'SELECT ?, x FROM t'],
  ['SELECT $1::int, "c 1", a[1] FROM t -- secret', 'SELECT $1::int, "c 1", a[?] FROM t'],
  ['SELECT /* secret */ a', 'SELECT   a'],
  ["SELECT 'unterminated secret", 'SELECT ?'],
  ["SELECT E'unterminated secret\\", 'SELECT ?'],
  ['SELECT $x$ unterminated secret', 'SELECT ?'],
  ['SELECT /* unterminated secret', 'SELECT'],
];

test.each(texts)('%s loses its literals', (sql, text) => {
  expect(describeSql(sql).text).toBe(text);
});

test('the operation is the first one, as written', () => {
  expect(describeSql('  insert into t select 1').operation).toBe('insert');
  expect(describeSql('CREATE  TABLE t (a int)').operation).toBe('CREATE TABLE');
});

test('a summary is cut between names, never inside one', () => {
  const sql = `SELECT * FROM ${Array.from({ length: 60 }, (_, i) => `table_${i}`).join(', ')}`;
  const { summary } = describeSql(sql);
  expect(summary.length).toBeLessThanOrEqual(255);
  expect(summary.length).toBeGreaterThan(240);
  expect(sql.includes(`${summary.split(' ').at(-1)},`)).toBe(true);
});

test('only a bounded prefix of a long text is read, and half a name is not taken for one', () => {
  const filler = `SELECT '${'x'.repeat(1_000_000)}' FROM t`;
  expect(describeSql(filler)).toEqual({ operation: 'SELECT', collection: '', summary: 'SELECT', text: 'SELECT ?' });
  const head = 'SELECT * FROM ';
  const cut = describeSql(`${head}${' '.repeat(MAX_SQL_LENGTH - head.length - 3)}customers`);
  expect(cut.summary).toBe('SELECT');
});

test('a repeated text is described once', () => {
  const sql = 'SELECT * FROM cached_here';
  const first = describeSql(sql);
  expect(describeSql(sql)).toBe(first);
  for (let i = 0; i < 255; i++) describeSql(`SELECT ${i} FROM other`);
  expect(describeSql(sql)).toBe(first);
  for (let i = 0; i < 256; i++) describeSql(`SELECT ${i} FROM another`);
  expect(describeSql(sql)).not.toBe(first);
  expect(describeSql(sql)).toEqual(first);
});

const fragment = fc.oneof(
  fc.constantFrom(
    ...'SELECT FROM WITH AS INSERT INTO UPDATE DELETE USING JOIN ON CREATE DROP TABLE MATERIALIZED VALUES CALL COPY EXPLAIN'.split(
      ' ',
    ),
    ...`( ) , ; . ' " \` $$ $a$ /* */ -- E' \\ 1 { a b.c $1`.split(' '),
    '\n',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

test('anything at all is described without a throw and within bounds', () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }), (fragments) => {
      const sql = fragments.join(' ');
      const found = describeSql(sql);
      expect(found.summary.length).toBeLessThanOrEqual(255);
      expect(found.text.length).toBeLessThanOrEqual(sql.length);
      expect(describeSql(sql)).toBe(found);
    }),
    { numRuns: 3000 },
  );
});

test('no literal survives, wherever it stands', () => {
  const secret = fc.constantFrom(
    "'S3CRET'",
    "E'S3CRET\\''",
    '$q$S3CRET$q$',
    "'S3''CRET S3CRET'",
    '/*S3CRET*/',
    '--S3CRET\n',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('SELECT', 'FROM', '(', ')', ',', 'a', '"b"', '1', 'WHERE', ';'), secret)),
      (parts) => {
        expect(describeSql(parts.join(' ')).text).not.toContain('S3CRET');
      },
    ),
    { numRuns: 1000 },
  );
});
