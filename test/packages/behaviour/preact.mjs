/** preact and preact-render-to-string: components, hooks, context, errors, fragments, escaping, suspense on the server. */
import { Component, Fragment, cloneElement, createContext, createRef, h, isValidElement, toChildArray } from 'preact';
import { useContext, useErrorBoundary, useId, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { memo, forwardRef, lazy, Suspense } from 'preact/compat';
import { render, renderToStringAsync } from 'preact-render-to-string';

export async function run({ is, log, throws, rejects }) {
  is('element', render(h('a', { href: '/x', class: 'y' }, 'text')), '<a href="/x" class="y">text</a>');
  is('escaped', render(h('p', { title: '"<' }, '<b> & "q"')), '<p title="&quot;&lt;">&lt;b> &amp; &quot;q&quot;</p>');
  is('void', render(h('input', { disabled: true, value: 0, hidden: false })), '<input disabled value="0"/>');
  is('style', render(h('p', { style: { color: 'red', marginTop: 4 } })), '<p style="color:red;margin-top:4px;"></p>');
  is('raw', render(h('p', { dangerouslySetInnerHTML: { __html: '<i>x</i>' } })), '<p><i>x</i></p>');
  is('nothing', render(h('p', null, null, undefined, false, true, 0, '')), '<p>0</p>');
  is('fragment', render(h(Fragment, null, h('i'), ['a', h('b')])), '<i></i>a<b></b>');
  const Greeting = ({ name = 'you', children }) => h('h1', null, 'Hi ', name, children);
  is('function', render(h(Greeting, { name: 'Ada' }, '!')), '<h1>Hi Ada!</h1>');
  is('default', render(h(Greeting)), '<h1>Hi you</h1>');
  class Counter extends Component {
    static defaultProps = { step: 2 };
    static getDerivedStateFromProps(props, state) {
      return { ...state, doubled: props.step * 2 };
    }
    constructor(props) {
      super(props);
      this.state = { count: 1 };
      log('constructed', props);
    }
    componentWillMount() {
      log('never called beside getDerivedStateFromProps');
    }
    get label() {
      return `${this.state.count}/${this.state.doubled}`;
    }
    render(props, state) {
      return h('b', null, this.label, ' ', props.step, ' ', state.count);
    }
  }
  is('class', render(h(Counter)), '<b>1/4 2 1</b>');
  const Theme = createContext('light');
  const Themed = () => h('i', null, useContext(Theme));
  is(
    'context',
    render(h('div', null, h(Themed), h(Theme.Provider, { value: 'dark' }, h(Themed)))),
    '<div><i>light</i><i>dark</i></div>',
  );
  is('consumer', render(h(Theme.Consumer, null, (theme) => h('u', null, theme))), '<u>light</u>');
  const Hooked = () => {
    const [n, setN] = useState(() => 3);
    if (n < 5) setN(n + 1);
    const [list] = useReducer(
      (state) => state,
      'ab',
      (text) => text.split(''),
    );
    const ref = useRef('r');
    const joined = useMemo(() => list.join('-'), [list]);
    return h('p', { id: useId() }, n, joined, ref.current);
  };
  is('hooks', render(h(Hooked)).replace(/id="[^"]*"/, 'id'), '<p id>5a-br</p>');
  const Broken = () => {
    throw new Error('broken');
  };
  const error = throws('error', () => render(h(Broken)), /broken/);
  is('its class', error.constructor === Error, true);
  is('memo', render(h(memo(Greeting), { name: 'Bo' })), '<h1>Hi Bo</h1>');
  const Fancy = forwardRef((props, ref) => h('button', { ref }, props.children));
  is('ref', render(h(Fancy, { ref: createRef() }, 'ok')), '<button>ok</button>');
  const Boundary = ({ children }) => {
    const [caught] = useErrorBoundary((thrown) => log('caught', thrown.message));
    return caught ? h('em', null, caught.message) : children;
  };
  log(
    'boundary',
    attempt(() => render(h(Boundary, null, h(Broken)))),
  );
  const node = h('p', { a: 1, key: 'k' }, 'x');
  is('valid', [isValidElement(node), isValidElement({}), node.key], [true, false, 'k']);
  is('clone', cloneElement(node, { b: 2 }, 'y').props, { a: 1, b: 2, children: 'y' });
  is('children', toChildArray(['a', null, [h('b'), 1]]).length, 3);
  is('svg', render(h('svg', { viewBox: '0 0 1 1', xlinkHref: '#a' })), '<svg viewBox="0 0 1 1" xlink:href="#a"></svg>');
  is(
    'list',
    render(
      h(
        'ul',
        null,
        ['a', 'b'].map((text) => h('li', { key: text }, text)),
      ),
    ),
    '<ul><li>a</li><li>b</li></ul>',
  );

  const Later = lazy(async () => {
    log('loading');
    await Promise.resolve();
    return { default: Greeting };
  });
  const waiting = h(Suspense, { fallback: 'wait' }, h(Later, { name: 'late' }));
  is('suspense', (await renderToStringAsync(waiting)).includes('<h1>Hi late</h1>'), true);
  is('again', (await renderToStringAsync(waiting)).includes('<h1>Hi late</h1>'), true);
  await rejects('rejected', renderToStringAsync(h(Suspense, { fallback: '' }, h(Broken))), /broken/);
  is('async', await renderToStringAsync(h(Counter, { step: 1 })), '<b>1/2 1 1</b>');
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    return `threw ${error.message}`;
  }
}
