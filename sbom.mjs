// Says what a published folder is made of, as CycloneDX 1.6: node sbom.mjs FOLDER VERSION > sbom.cdx.json
// .NET's part is read off what is there (RealTimeForum.WebApi.deps.json), that of the pages off their lock file.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const [folder, version] = process.argv.slice(2);
if (!version) {
  console.error('Usage: node sbom.mjs FOLDER VERSION');
  process.exit(2);
}
const root = import.meta.dirname;
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const hash = (base64) => [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }];

// As an expression, as a name where it is none, or nothing where nobody says.
const licenses = (text) => (!text ? undefined : /^[\w.+() -]+$/.test(text) ? [{ expression: text }] : [{ license: { name: text } }]);

function nugetLicense(id, number) {
  const packages = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
  const file = join(packages, id.toLowerCase(), number.toLowerCase(), `${id.toLowerCase()}.nuspec`);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const declared = /<license type="expression"[^>]*>([^<]+)<\/license>/.exec(text)?.[1];
  const address = /<licenseUrl>([^<]+)<\/licenseUrl>/.exec(text)?.[1];
  return declared ? licenses(declared.trim()) : address ? [{ license: { name: 'see the address', url: address } }] : undefined;
}

function nuget() {
  const deps = json(join(folder, 'RealTimeForum.WebApi.deps.json'));
  const target = deps.targets[deps.runtimeTarget.name];
  const ours = ([, library]) => library.type === 'project' || library.type === 'reference';
  const nameOf = (key) => key.split('/')[0].replace(/^runtimepack\./, '');
  const purl = (key) => `pkg:nuget/${nameOf(key)}@${key.split('/')[1]}`;
  const keys = Object.fromEntries(Object.keys(deps.libraries).map((key) => [key.split('/')[0], key]));
  const others = Object.entries(deps.libraries).filter((entry) => !ours(entry));
  // What our own projects need is what the program needs.
  const needed = (names) =>
    Object.keys(names ?? {}).flatMap((name) => (!keys[name] ? [] : ours([name, deps.libraries[keys[name]]]) ? [] : [purl(keys[name])]));
  return {
    components: others.map(([key, library]) => ({
      type: library.type === 'runtimepack' ? 'framework' : 'library',
      'bom-ref': purl(key), name: nameOf(key), version: key.split('/')[1], scope: 'required', purl: purl(key),
      hashes: library.sha512 ? hash(library.sha512.replace(/^sha512-/, '')) : undefined,
      licenses: nugetLicense(nameOf(key), key.split('/')[1]),
    })),
    direct: Object.entries(deps.libraries).filter(ours).flatMap(([key]) => needed(target[key]?.dependencies)),
    dependencies: others.map(([key]) => ({ ref: purl(key), dependsOn: needed(target[key]?.dependencies) })),
  };
}

function npm() {
  const lock = json(join(root, 'src/Spa/package-lock.json')).packages;
  const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const purl = (path) => `pkg:npm/${nameOf(path).replace('@', '%40')}@${lock[path].version}`;
  // As Node.js finds it: in the nearest folder upwards.
  const find = (from, name) => {
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
      const path = `${at ? `${at}/` : ''}node_modules/${name}`;
      if (lock[path]) return path;
      if (!at) return undefined;
    }
  };
  const used = Object.keys(lock).filter((path) => path && !lock[path].dev && !lock[path].devOptional && !lock[path].optional);
  const needed = (path) => Object.keys(lock[path].dependencies ?? {}).map((name) => find(path, name)).filter((found) => used.includes(found)).map(purl);
  return {
    components: used.map((path) => ({
      type: 'library', 'bom-ref': purl(path), name: nameOf(path), version: lock[path].version, scope: 'required', purl: purl(path),
      hashes: hash(lock[path].integrity.replace(/^sha512-/, '')), licenses: licenses(lock[path].license),
    })),
    direct: needed(''),
    dependencies: used.map((path) => ({ ref: purl(path), dependsOn: needed(path) })),
  };
}

const parts = [nuget(), npm()];
const self = `pkg:generic/realtimeforum@${version}`;
const sorted = (items, key) => items.toSorted((a, b) => (a[key] < b[key] ? -1 : 1));
const components = sorted(parts.flatMap((part) => part.components), 'bom-ref');
const dependencies = [{ ref: self, dependsOn: parts.flatMap((part) => part.direct) }, ...sorted(parts.flatMap((part) => part.dependencies), 'ref')].map(
  ({ ref, dependsOn }) => ({ ref, dependsOn: [...new Set(dependsOn)].toSorted() }),
);
// The same parts have the same number, whenever it is made.
const digits = createHash('sha256').update(JSON.stringify([components, dependencies])).digest('hex');
const serial = [digits.slice(0, 8), digits.slice(8, 12), `5${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${serial}`, version: 1,
  metadata: { component: { type: 'application', 'bom-ref': self, name: 'RealTimeForum', version, purl: self, licenses: [{ license: { id: 'MIT' } }] } },
  components,
  dependencies,
};
console.log(JSON.stringify(bom, null, 2));
