// How long somebody waits for everything of theirs, against a running forum with Forum:RateLimits:Enabled=false:
//   node bench/export.mjs http://127.0.0.1:5080 [rows]
// Writes that many messages as one person, then takes the export as JSON and as a ZIP. Within a minute for 100 000 rows.
const [base = 'http://127.0.0.1:5080', rows = '100000'] = process.argv.slice(2);
const atOnce = 64;

async function call(method, path, body, cookie) {
  const response = await fetch(base + path, {
    method,
    headers: { Origin: base, 'Content-Type': 'application/json', ...(cookie ? { Cookie: cookie } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${await response.text()}`);
  return response;
}

async function signUp() {
  const nickname = `bench${Math.random().toString(36).slice(2, 12)}`;
  const account = { nickname, email: `${nickname}@example.org`, password: 'a long enough secret 7', firstName: 'A', lastName: 'B', age: 30, gender: 'other' };
  const response = await call('POST', '/api/accounts', account);
  return { id: (await response.json()).id, cookie: response.headers.get('set-cookie').split(';')[0] };
}

const [me, other] = [await signUp(), await signUp()];
const chat = (await (await call('POST', '/api/chats', { userId: other.id }, me.cookie)).json()).id;
let next = 0;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (next < Number(rows)) {
      const message = { clientMessageId: crypto.randomUUID(), content: `line ${next++} of what somebody wrote over the years` };
      await (await call('POST', `/api/chats/${chat}/messages`, message, me.cookie)).arrayBuffer();
    }
  }),
);
for (const format of ['json', 'zip']) {
  const start = performance.now();
  const response = await call('GET', `/api/me/export?format=${format}`, undefined, me.cookie);
  let [bytes, first] = [0, 0];
  for await (const part of response.body) {
    if (bytes === 0) first = performance.now() - start;
    bytes += part.length;
  }
  console.log(`${rows} rows as ${format}: ${((performance.now() - start) / 1000).toFixed(2)} s, first byte after ${first.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB`);
}
