// Storage that speaks S3, on loopback for the tests: node server.js PORT FOLDER. It has one bucket, "forum", and says "ready".
import S3rver from 's3rver';

const [port, directory] = process.argv.slice(2);
await new S3rver({ address: '127.0.0.1', port: Number(port), directory, silent: true, configureBuckets: [{ name: 'forum' }] }).run();
console.log('ready');
