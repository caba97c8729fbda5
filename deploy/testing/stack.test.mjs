// SPDX-License-Identifier: AGPL-3.0-only
//
// The containers, in the order in which a host meets them: one stack goes through all of it, under a name and on ports of
// its own. Needs the environment of `engine.sh env`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { api, PASSWORD } from '../../web/e2e/support/api.mjs';
import { eventually as retried } from '../../web/e2e/support/waiting.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const WORK = join(CHECKOUT, '.amityvox', 'testing');
const HTTP_PORT = 28580;
const HTTPS_PORT = 28543;
const URL_HERE = `http://localhost:${HTTP_PORT}`;
const PROJECT = 'amityvox-stack-test';
const PARTS = ['caddy', 'nats', 'postgres', 'server', 'valkey'];
const IMAGE_LIMIT_BYTES = 180e6;
const STOPPED_WITHIN_MS = 12_000;

// Node 20 has no WebSocket of its own; the web client's tests bring one.
const WebSocket = globalThis.WebSocket ?? createRequire(join(CHECKOUT, 'web', 'package.json'))('undici').WebSocket;

const EXTRA = join(WORK, 'stack-extra.yaml');
const ENVIRONMENT = {
  ...process.env,
  COMPOSE_PROJECT_NAME: PROJECT,
  AMITYVOX_STACK_EXTRA: EXTRA,
  AMITYVOX_EDGE_SUBNET: '10.213.200.0/24'
};
for (const name of ['AMITYVOX_DOMAIN', 'AMITYVOX_DOCKER_HOST']) delete ENVIRONMENT[name];

// ---- Programs ----------------------------------------------------------------------------------------------------

const execute = promisify(execFile);

/** Never throws: a failure is an answer like any other. */
async function run(program, parameters, environment = ENVIRONMENT) {
  try {
    const { stdout, stderr } = await execute(program, parameters, {
      cwd: CHECKOUT,
      env: environment,
      maxBuffer: 16 << 20
    });
    return { code: 0, stdout, stderr };
  } catch ({ code, stdout, stderr }) {
    return { code, stdout, stderr };
  }
}

async function must(program, parameters, environment) {
  const { code, stdout, stderr } = await run(program, parameters, environment);
  assert.equal(code, 0, `${program} ${parameters.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}

const stack = (...parameters) => run(join(CHECKOUT, 'amityvox'), ['stack', ...parameters]);
const mustStack = (...parameters) => must(join(CHECKOUT, 'amityvox'), ['stack', ...parameters]);
const docker = (...parameters) => must('docker', parameters);
const compose = (...parameters) => docker('compose', '-f', 'deploy/compose.yaml', '-f', EXTRA, ...parameters);
const containerOf = async (part) => (await compose('ps', '--all', '--quiet', part)).trim().split('\n')[0];
const inspect = async (part) => JSON.parse(await docker('inspect', await containerOf(part)))[0];

/** What is found, once something is. */
const eventually = (what, look, withinMs = 30_000) =>
  retried(async () => {
    const found = await look();
    assert.ok(found, `${what}: not yet`);
    return found;
  }, withinMs);

// ---- People ------------------------------------------------------------------------------------------------------

const call = (method, path, { token, body } = {}) => api({ url: URL_HERE }, token).call(method, path, body);
const mustCall = (method, path, { token, body } = {}) => api({ url: URL_HERE }, token).must(method, path, body);

/** A device on the gateway that remembers what it was told. */
async function listen(token) {
  const socket = new WebSocket(`ws://localhost:${HTTP_PORT}/api/v1/gateway`);
  const events = [];
  socket.addEventListener('message', ({ data }) => events.push(JSON.parse(data)));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  socket.send(JSON.stringify({ op: 2, d: { token } }));
  const heard = (name, matches = () => true) =>
    eventually(name, async () => events.find((event) => event.t === name && matches(event.d)));
  await heard('READY');
  return { heard, close: () => socket.close(), isClosed: () => socket.readyState === WebSocket.CLOSED };
}

const world = {};

before(async () => {
  mkdirSync(WORK, { recursive: true });
  writeFileSync(
    EXTRA,
    `services:
  server:
    environment:
      AMITYVOX_HTTP_PUBLIC_URL: ${URL_HERE}
      AMITYVOX_LIMITS_SCALE: "0"
  caddy:
    ports: !override
      - "127.0.0.1:${HTTP_PORT}:80/tcp"
      - "127.0.0.1:${HTTPS_PORT}:443/tcp"
      - "127.0.0.1:${HTTPS_PORT}:443/udp"
`
  );
  await compose('down', '--volumes', '--timeout', '5');
});

after(() => compose('down', '--volumes', '--timeout', '5'));

// ---- Tests -------------------------------------------------------------------------------------------------------

test('one command makes a healthy server and prints the link of its first administrator', async () => {
  const printed = await mustStack('up');

  world.link = printed.match(/http:\S+\/setup#secret=\S+/)?.[0];
  assert.ok(world.link?.startsWith(URL_HERE), printed);
  const page = await fetch(world.link);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<!doctype html>/i);
  assert.match(await mustStack('status'), /server +healthy/);
});

test('two people chat through the proxy', async () => {
  const secret = world.link.split('#secret=')[1];
  const anna = await mustCall('POST', '/setup', { body: { secret, username: 'anna', password: PASSWORD } });
  world.anna = anna.token;
  const guild = await mustCall('POST', '/guilds', { token: anna.token, body: { name: 'Harbour' } });
  const [channel] = await mustCall('GET', `/guilds/${guild.id}/channels`, { token: anna.token });
  const { code } = await mustCall('POST', `/guilds/${guild.id}/invites`, { token: anna.token, body: {} });
  const bert = await mustCall('POST', '/auth/register', {
    body: { username: 'bert', password: PASSWORD, invite: code }
  });
  Object.assign(world, { guild, channel });

  const [annasDevice, bertsDevice] = await Promise.all([listen(anna.token), listen(bert.token)]);
  const messages = `/channels/${channel.id}/messages`;
  await mustCall('POST', messages, { token: anna.token, body: { content: 'Is anybody there?', nonce: 'a-1' } });
  await bertsDevice.heard('MESSAGE_CREATE', ({ content }) => content === 'Is anybody there?');
  await mustCall('POST', messages, { token: bert.token, body: { content: 'I am.', nonce: 'b-1' } });
  await annasDevice.heard('MESSAGE_CREATE', ({ content }) => content === 'I am.');
  annasDevice.close();
  bertsDevice.close();

  assert.equal((await call('GET', '/setup')).data.needed, false);
  assert.doesNotMatch(await mustStack('up'), /setup#secret/);
});

test('the proxy adds no second policy, and hashed files are kept for ever', async () => {
  const page = await fetch(`${URL_HERE}/`);
  const policy = page.headers.get('content-security-policy');
  assert.equal(policy.match(/frame-ancestors/g).length, 1);
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  for (const name of ['server', 'via', 'strict-transport-security']) assert.equal(page.headers.get(name), null, name);
  const script = (await page.text()).match(/\/_app\/immutable\/[^"]+\.js/)[0];
  const file = await fetch(`${URL_HERE}${script}`, { headers: { 'accept-encoding': 'br' } });
  assert.match(file.headers.get('cache-control'), /immutable/);
  assert.equal(file.headers.get('content-encoding'), 'br');
});

test('the server knows who calls the proxy, and believes nobody who claims to be another', async () => {
  const signedIn = await fetch(`${URL_HERE}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' },
    body: JSON.stringify({ username: 'anna', password: PASSWORD })
  });
  const { token } = (await signedIn.json()).data;
  const sessions = await mustCall('GET', '/users/@me/sessions', { token });
  const { address } = sessions.find(({ current }) => current);
  const caddy = (await inspect('caddy')).NetworkSettings.Networks;
  // Neither what was claimed nor the proxy, but who called the proxy: here Docker, from its own side of the network.
  assert.equal(address, caddy[`${PROJECT}_front`].Gateway);

  const socket = new WebSocket(`ws://localhost:${HTTP_PORT}/api/v1/gateway`, {
    headers: { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' }
  });
  const opened = await new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  assert.equal(opened, false);
});

test('every part is bounded, unprivileged, and writes to its volumes only', async () => {
  const users = { caddy: '', nats: '10002:10002', postgres: '999:999', server: '10001:10001', valkey: '10003:10003' };
  for (const part of PARTS) {
    const { HostConfig: host, Config: config } = await inspect(part);
    assert.ok(host.Memory > 0 && host.Memory <= 384 << 20, `${part}: memory`);
    assert.ok(host.PidsLimit > 0, `${part}: processes`);
    assert.equal(host.ReadonlyRootfs, true, `${part}: root file system`);
    assert.deepEqual(host.CapDrop, ['ALL'], `${part}: capabilities`);
    const added = (host.CapAdd ?? []).map((name) => name.replace(/^CAP_/, ''));
    assert.deepEqual(added, part === 'caddy' ? ['NET_BIND_SERVICE'] : [], `${part}: capabilities`);
    assert.deepEqual(host.SecurityOpt, ['no-new-privileges:true'], `${part}: privileges`);
    assert.equal(host.LogConfig.Config['max-size'], '10m', `${part}: log`);
    assert.equal(config.User, users[part], `${part}: user`);
    assert.equal(host.RestartPolicy.Name, 'unless-stopped', `${part}: restart`);
  }
  assert.equal((await inspect('postgres')).Config.StopSignal, 'SIGINT');
});

test('nothing but the proxy is published', async () => {
  for (const part of PARTS) {
    const { NetworkSettings: settings } = await inspect(part);
    const published = Object.entries(settings.Ports)
      .filter(([, bindings]) => bindings?.length > 0)
      .map(([port]) => port);
    assert.deepEqual(published.sort(), part === 'caddy' ? ['443/tcp', '443/udp', '80/tcp'] : [], part);
  }
  const [edge, data] = JSON.parse(await docker('network', 'inspect', `${PROJECT}_edge`, `${PROJECT}_data`));
  assert.ok(edge.Internal && data.Internal);
  const onData = Object.values(data.Containers).map(({ Name }) => Name.split('-').at(-2));
  assert.deepEqual(onData.sort(), ['nats', 'postgres', 'server', 'valkey']);
});

test('each part reads its own secrets and no others', async () => {
  const files = {
    server: 'server/database-password',
    postgres: 'postgres/superuser-password',
    nats: 'nats/users.conf',
    valkey: 'valkey/users.conf'
  };
  for (const part of Object.keys(files)) {
    for (const [owner, file] of Object.entries(files)) {
      const reads = await run('docker', [
        'exec',
        await containerOf(part),
        'sh',
        '-c',
        `{ read -r line || [ -n "$line" ]; } < /secrets/${file}`
      ]);
      assert.equal(reads.code === 0, owner === part, `${part} and ${file}`);
    }
  }
  for (const part of PARTS) {
    const { Config: config } = await inspect(part);
    for (const variable of config.Env) assert.doesNotMatch(variable, /PASSWORD(?!_FILE)/, part);
  }
});

test('bus and cache refuse whoever has no password', async () => {
  const valkey = await containerOf('valkey');
  assert.match(await docker('exec', valkey, 'valkey-cli', 'ping'), /PONG/);
  assert.match(await docker('exec', valkey, 'valkey-cli', 'set', 'a', 'b'), /NOPERM/);
  const password = (
    await docker('run', '--rm', '--user', '0:0', '-v', `${PROJECT}_secrets:/s:ro`, '--entrypoint', 'sh',
      'amityvox/server:0.1.0', '-c', 'read -r p < /s/server/cache-password || [ -n "$p" ]; echo "$p"')
  ).trim();
  const asUser = ['valkey-cli', '--no-auth-warning', '--user', 'amityvox', '--pass', password];
  assert.match(await docker('exec', valkey, ...asUser, 'set', 'amityvox:a', 'b'), /OK/);
  assert.match(await docker('exec', valkey, ...asUser, 'set', 'a', 'b'), /NOPERM/);
  assert.match(await docker('exec', valkey, ...asUser, 'config', 'get', 'dir'), /NOPERM/);
});

test('the image is small', async () => {
  const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', 'amityvox/server:0.1.0'));
  assert.ok(size <= IMAGE_LIMIT_BYTES, `${size} bytes`);
});

test('what is up is what docker compose would make', async () => {
  const before = await Promise.all(PARTS.map(containerOf));

  await compose('up', '--detach');

  assert.deepEqual(await Promise.all(PARTS.map(containerOf)), before);
});

test('memory stays within its targets after a load', async () => {
  const messages = `/channels/${world.channel.id}/messages`;
  const devices = await Promise.all(Array.from({ length: 20 }, () => listen(world.anna)));
  for (let i = 0; i < 100; i++) {
    await Promise.all(
      Array.from({ length: 10 }, (_, j) =>
        mustCall('POST', messages, { token: world.anna, body: { content: `Line ${i}.${j}`, nonce: `load-${i}-${j}` } })
      )
    );
    await mustCall('GET', `${messages}?limit=100`, { token: world.anna });
  }
  for (const device of devices) device.close();

  const { code, stdout, stderr } = await stack('footprint');

  console.log(stdout);
  assert.equal(code, 0, `${stdout}${stderr}`);
});

test('without a server people are told, and a reader waits for it to come back', async () => {
  const stopping = Date.now();
  await compose('stop', 'server');
  assert.ok(Date.now() - stopping < STOPPED_WITHIN_MS, `stopped after ${Date.now() - stopping} ms`);
  assert.match(await compose('logs', '--no-log-prefix', 'server'), /"message":"Stopping"/);
  assert.ok([0, 143].includes((await inspect('server')).State.ExitCode));

  const page = await fetch(`${URL_HERE}/`, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 503);
  assert.match(await page.text(), /Back in a minute/);
  assert.ok(Number(page.headers.get('retry-after')) > 0);
  const answer = await call('GET', '/users/@me', { token: world.anna });
  assert.equal(answer.status, 503);
  assert.equal(answer.error.code, 'unavailable');

  const waiting = call('GET', '/users/@me', { token: world.anna });
  await compose('start', 'server');
  assert.equal((await waiting).status, 200);
  await eventually('healthy again', async () => (await inspect('server')).State.Health.Status === 'healthy');
});

test('a killed server comes back by itself', async () => {
  const { State: state } = await inspect('server');
  process.kill(state.Pid, 'SIGKILL');

  await eventually('another process', async () => ![0, state.Pid].includes((await inspect('server')).State.Pid));
  await eventually('an answer', async () => (await call('GET', '/users/@me', { token: world.anna })).status === 200);
});

test('of two servers one may die, and no request is lost', async () => {
  await compose('up', '--detach', '--no-recreate', '--scale', 'server=2', 'server');
  const both = (await compose('ps', '--quiet', 'server')).trim().split('\n');
  assert.equal(both.length, 2);
  const health = async (id) => JSON.parse(await docker('inspect', id))[0].State.Health.Status === 'healthy';
  for (const id of both) await eventually('healthy', () => health(id));
  await sleep(3000); // until the proxy has asked for addresses again
  const devices = await Promise.all(Array.from({ length: 6 }, () => listen(world.anna)));
  const messages = `/channels/${world.channel.id}/messages`;
  const everywhere = { content: 'To both servers', nonce: 'both' };
  await mustCall('POST', messages, { token: world.anna, body: everywhere });
  for (const device of devices) await device.heard('MESSAGE_CREATE', ({ content }) => content === everywhere.content);
  const statuses = { GET: [], POST: [] };
  const until = Date.now() + 6000;
  const reading = async () => {
    while (Date.now() < until) {
      statuses.GET.push((await call('GET', '/users/@me', { token: world.anna })).status);
    }
  };
  const writing = async () => {
    for (let i = 0; Date.now() < until; i++) {
      const send = { token: world.anna, body: { content: `Line ${i} in trouble`, nonce: `trouble-${i}` } };
      let status;
      // As the web client does: the same nonce until it is known to be written.
      do status = (await call('POST', messages, send).catch(() => ({ status: 0 }))).status;
      while (status === 0 || status >= 500);
      statuses.POST.push(status);
    }
  };
  const work = [reading(), reading(), writing()];
  await sleep(1000);

  await docker('kill', both[1]);
  await Promise.all(work);

  assert.deepEqual([...new Set(statuses.GET)], [200], `${statuses.GET.length} reads`);
  const cut = devices.filter((device) => device.isClosed()).length;
  assert.ok(cut > 0 && cut < devices.length, `${cut} of ${devices.length} sockets were on the server that died`);
  for (const device of devices) device.close();
  assert.ok(statuses.POST.length > 20 && statuses.POST.every((status) => status < 300));
  await compose('up', '--detach', '--scale', 'server=1', 'server');
});

test('stopping and starting keeps secrets and what people wrote', async () => {
  const secretsBefore = await secretsNow();
  assert.match(await mustStack('down'), /kept/);
  assert.equal((await compose('ps', '--all', '--quiet')).trim(), '');

  await mustStack('up');

  assert.equal(await secretsNow(), secretsBefore);
  await mustHaveKept('Is anybody there?');
});

test('lost secrets stop the start, and the way out keeps what people wrote', async () => {
  await mustStack('down');
  await docker('volume', 'rm', `${PROJECT}_secrets`);

  const refused = await stack('up');

  assert.equal(refused.code, 69, refused.stdout + refused.stderr);
  assert.match(refused.stderr, /secrets that open it are gone/);
  assert.match(refused.stderr, /\.\/amityvox stack rekey/);
  for (const part of PARTS) assert.notEqual((await inspect(part)).State.Status, 'running', part);

  await mustStack('rekey');

  await mustHaveKept('Is anybody there?');
  await mustStack('up');
});

test('a part that is taken away by hand comes back with the next start', async () => {
  await docker('rm', '--force', await containerOf('nats'));

  await mustStack('up');

  assert.match(await mustStack('status'), /nats +healthy/);
});

test('a port that another program has is named', async () => {
  await mustStack('down');
  const taker = (await import('node:net')).createServer().listen(HTTP_PORT, '127.0.0.1');
  await new Promise((resolve) => taker.once('listening', resolve));
  try {
    const refused = await stack('up');

    assert.equal(refused.code, 69, refused.stdout + refused.stderr);
    assert.match(refused.stderr, new RegExp(`Port ${HTTP_PORT} is taken`));
  } finally {
    await new Promise((resolve) => taker.close(resolve));
  }
  await mustStack('up');
  await mustHaveKept('Is anybody there?');
});

test('with a name there is TLS, and plain HTTP leads to it', async () => {
  // For this name the proxy is its own authority.
  ENVIRONMENT.AMITYVOX_DOMAIN = 'localhost';
  try {
    await mustStack('up');
    const secure = await eventually('https', () => getSecurely('/ready'));
    assert.equal(secure.statusCode, 200);
    assert.match(secure.headers['strict-transport-security'], /max-age=31536000/);
    assert.match(secure.headers['alt-svc'], /h3/);
    const plain = await fetch(`${URL_HERE}/`, { redirect: 'manual' });
    assert.equal(plain.status, 308);
    assert.match(plain.headers.get('location'), /^https:\/\/localhost/);
  } finally {
    delete ENVIRONMENT.AMITYVOX_DOMAIN;
  }
});

// ---- What the tests look at --------------------------------------------------------------------------------------

function getSecurely(path) {
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port: HTTPS_PORT, path, rejectUnauthorized: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    })
      .on('error', reject)
      .end();
  });
}

/** All secrets in one text. */
function secretsNow() {
  const script = 'for file in /s/*/*; do echo "$file"; while read -r line || [ -n "$line" ]; do echo "$line"; done < "$file"; done';
  return docker('run', '--rm', '--user', '0:0', '-v', `${PROJECT}_secrets:/s:ro`, '--entrypoint', 'sh',
    'amityvox/server:0.1.0', '-c', script);
}

async function mustHaveKept(line) {
  const { token } = await mustCall('POST', '/auth/login', { body: { username: 'anna', password: PASSWORD } });
  let before = '';
  for (;;) {
    const page = await mustCall('GET', `/channels/${world.channel.id}/messages?limit=100${before}`, { token });
    if (page.some(({ content }) => content === line)) return;
    assert.ok(page.length > 0, `'${line}' is gone`);
    before = `&before=${page.at(-1).id}`;
  }
}
