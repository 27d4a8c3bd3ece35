// A real mail server on loopback for the tests: node server.js PORT. Says "ready", then each mail as a line of JSON.
// An address that begins with "later" is told to come again the first time, one that begins with "never" is refused.
import { SMTPServer } from 'smtp-server';

const told = new Set();
const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo({ address }, session, done) {
    if (address.startsWith('never')) return done(refuse(550, 'no such mailbox'));
    if (address.startsWith('later') && !told.has(address)) {
      told.add(address);
      return done(refuse(451, 'come again'));
    }
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      process.stdout.write(JSON.stringify({ to, raw: Buffer.concat(parts).toString('utf8') }) + '\n');
      done();
    });
  },
});
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'));
