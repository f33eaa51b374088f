/** dayjs: a minified UMD script; parsing, formats, arithmetic, plugins, locales, immutability. */
import dayjs from 'dayjs';
import advancedFormat from 'dayjs/plugin/advancedFormat.js';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import duration from 'dayjs/plugin/duration.js';
import isBetween from 'dayjs/plugin/isBetween.js';
import relativeTime from 'dayjs/plugin/relativeTime.js';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import weekOfYear from 'dayjs/plugin/weekOfYear.js';
import german from 'dayjs/locale/de.js';

export async function run({ is, log }) {
  for (const plugin of [
    utc,
    advancedFormat,
    customParseFormat,
    duration,
    isBetween,
    relativeTime,
    weekOfYear,
    timezone,
  ])
    dayjs.extend(plugin);
  const day = dayjs.utc('2024-02-29T12:34:56.789Z');
  is('iso', day.toISOString(), '2024-02-29T12:34:56.789Z');
  is('format', day.format('YYYY/MM/DD [at] HH:mm:ss.SSS'), '2024/02/29 at 12:34:56.789');
  is('advanced', day.format('Do Q x'), `29th 1 ${day.valueOf()}`);
  is('add', day.add(1, 'year').format('YYYY-MM-DD'), '2025-02-28');
  is('immutable', day.year(), 2024);
  is('subtract', day.subtract(1, 'month').format('MM-DD'), '01-29');
  is('start of', day.startOf('week').format('YYYY-MM-DD HH'), '2024-02-25 00');
  is('end of', day.endOf('month').date(), 29);
  is('set', day.set('hour', 5).hour(), 5);
  is('chain', day.month(11).date(24).format('DD.MM.'), '24.12.');
  is('diff', [day.diff('2024-01-01', 'day'), day.diff(dayjs.utc('2023-02-28'), 'year', true) > 1], [59, true]);
  is('compare', [day.isBefore('2030-01-01'), day.isAfter('2030-01-01'), day.isSame(day.clone())], [true, false, true]);
  is('between', day.isBetween('2024-02-01', '2024-03-01'), true);
  is('days in month', day.daysInMonth(), 29);
  is('invalid', [dayjs('nope').isValid(), dayjs('nope').format()], [false, 'Invalid Date']);
  is(
    'custom',
    dayjs.utc('05/02/69 1:02:03 PM -05:00', 'MM/DD/YY H:mm:ss A Z').toISOString(),
    '1969-05-02T18:02:03.000Z',
  );
  is('strict', dayjs('2024-2-1', 'YYYY-MM-DD', true).isValid(), false);
  is(
    'duration',
    [dayjs.duration(90, 'minutes').asHours(), dayjs.duration({ hours: 1, minutes: 5 }).toISOString()],
    [1.5, 'PT1H5M'],
  );
  is('from', [day.from(day.add(3, 'day')), day.to(day.add(2, 'hour'))], ['3 days ago', 'in 2 hours']);
  is('human', dayjs.duration(1, 'minutes').humanize(), 'a minute');
  is('week', day.week(), 9);
  is('zone', day.tz('Asia/Tokyo').format('YYYY-MM-DD HH:mm Z'), '2024-02-29 21:34 +09:00');
  is('locale', day.locale(german).format('dddd, D. MMMM'), 'Donnerstag, 29. Februar');
  is('locale kept', day.locale(), 'en');
  is('is', [dayjs.isDayjs(day), dayjs.isDayjs({}), day instanceof dayjs], [true, false, true]);
  is('json', JSON.stringify({ day }), '{"day":"2024-02-29T12:34:56.789Z"}');
  is('primitive', `${+day}`, '1709210096789');
  is('unix', dayjs.unix(86400).utc().format('YYYY-MM-DD'), '1970-01-02');
  is(
    'plugin',
    dayjs
      .extend(
        (options, Class, factory) => {
          Class.prototype.shout = function () {
            return this.format('YYYY') + options.mark;
          };
          factory.extra = 1;
        },
        { mark: '!' },
      )
      .utc('2020-01-01')
      .shout(),
    '2020!',
  );
  log('object', Object.keys(day), day.toArray?.(), day.$d);
  log('own', Object.getOwnPropertyNames(Object.getPrototypeOf(day)), dayjs.name, dayjs.length);
}
