// What signing in tells and costs, against a running forum with Forum:RateLimits:Enabled=false:
//   node bench/sign-in.mjs http://127.0.0.1:5080 [samples]
// 1. A wrong password for a known and for an unknown name, in turns: the medians must not be told apart (5 %).
// 2. 50 people sign in at once: the feed and sending a message beside it.
const [base = 'http://127.0.0.1:5080', samples = '1000'] = process.argv.slice(2);
const password = 'a long enough secret 7';

async function call(method, path, body, cookie) {
  const start = performance.now();
  const response = await fetch(base + path, {
    method,
    headers: { Origin: base, 'Content-Type': 'application/json', ...(cookie ? { Cookie: cookie } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    json: text.startsWith('{') ? JSON.parse(text) : null,
    cookie: response.headers.get('set-cookie')?.split(';')[0],
    ms: performance.now() - start,
  };
}

const sorted = (all) => [...all].sort((a, b) => a - b);
const at = (all, share) => sorted(all)[Math.min(all.length - 1, Math.floor(all.length * share))];

async function signUp() {
  const nickname = `bench${Math.random().toString(36).slice(2, 12)}`;
  const account = { nickname, email: `${nickname}@example.org`, password, firstName: 'A', lastName: 'B', age: 30, gender: 'other' };
  const answer = await call('POST', '/api/accounts', account);
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}`);
  return { nickname, id: answer.json.id, cookie: answer.cookie };
}

const wrong = (login) => call('POST', '/api/session', { login, password: 'not the right one' });
const [known, other] = [await signUp(), await signUp()];
const times = { known: [], unknown: [] };
for (let i = -5; i < Number(samples); i++) {
  const pair = i % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known'];
  for (const who of pair) {
    const { ms, status } = await wrong(who === 'known' ? known.nickname : `nobody${i}`);
    if (status !== 401) throw new Error(`a wrong password answered ${status}`);
    if (i >= 0) times[who].push(ms);
  }
}
const [a, b] = [at(times.known, 0.5), at(times.unknown, 0.5)];
console.log(`wrong password, median of ${samples}: known ${a.toFixed(2)} ms, unknown ${b.toFixed(2)} ms, gap ${((Math.abs(a - b) / Math.max(a, b)) * 100).toFixed(2)} %`);

const chat = (await call('POST', '/api/chats', { userId: other.id }, known.cookie)).json.id;
const flood = Promise.all(Array.from({ length: 50 }, () => call('POST', '/api/session', { login: other.nickname, password })));
let over = false;
void flood.then(() => (over = true));
const beside = { feed: [], send: [] };
while (!over) {
  beside.feed.push((await call('GET', '/api/posts')).ms);
  const message = { clientMessageId: crypto.randomUUID(), content: 'hello' };
  beside.send.push((await call('POST', `/api/chats/${chat}/messages`, message, known.cookie)).ms);
}
const answers = (await flood).map((answer) => answer.status);
console.log(`50 sign-ins at once: ${answers.filter((status) => status === 200).length} signed in, ${answers.filter((status) => status === 429).length} told to wait`);
for (const [name, all] of Object.entries(beside)) console.log(`  beside them ${name}: p50 ${at(all, 0.5).toFixed(1)} ms, p99 ${at(all, 0.99).toFixed(1)} ms (${all.length} samples)`);
