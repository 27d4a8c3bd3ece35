// Storage that speaks S3, on loopback for the tests: node server.js PORT FOLDER. It has one bucket, "forum", and says "ready".
import S3rver from 's3rver';

const [port, directory] = process.argv.slice(2);
const server = new S3rver({ address: '127.0.0.1', port: Number(port), directory, silent: true, configureBuckets: [{ name: 'forum' }] });
// It spells the namespace of its lists otherwise than S3 does, and clients find nothing in them.
server.middleware.unshift(async (context, next) => {
  await next();
  if (typeof context.body === 'string') context.body = context.body.replace('http://doc.s3.amazonaws.com/2006-03-01/', 'http://s3.amazonaws.com/doc/2006-03-01/');
});
await server.run();
console.log('ready');
