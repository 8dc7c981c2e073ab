"""The stores of fleet.py and the balancer in front of its readers: a bucket in a folder or on an S3 server, three nodes of Garage, nginx."""
import hashlib, hmac, os, pathlib, re, secrets, signal, socket, subprocess, time, urllib.error, urllib.request
from urllib.parse import quote, urlsplit


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]


class FolderBucket:
    """A bucket that is a folder."""

    def __init__(self, folder):
        self.folder = folder

    def objects(self):
        """Keys with their sizes."""
        files = [path for path in self.folder.rglob('*') if path.is_file()]
        return {str(path.relative_to(self.folder)): path.stat().st_size for path in files}

    def read(self, key):
        return (self.folder / key).read_bytes()

    def write(self, key, content):
        self.remove(key)
        (self.folder / key).write_bytes(content)

    def remove(self, key):
        (self.folder / key).unlink(missing_ok=True)


class S3Bucket:
    """A bucket of an S3 server, by requests that are signed as AWS describes it (Signature Version 4)."""

    def __init__(self, endpoint, name, prefix, environment):
        self.endpoint, self.name, self.prefix = endpoint, name, f'{prefix}/' if prefix else ''
        self.key, self.secret = environment['AWS_ACCESS_KEY_ID'], environment['AWS_SECRET_ACCESS_KEY']
        self.region = environment.get('AWS_REGION', 'us-east-1')

    def ask(self, method, key='', query='', content=b''):
        path, host = quote(f'/{self.name}/{key}'.rstrip('/')), urlsplit(self.endpoint).netloc
        now, digest = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime()), hashlib.sha256(content).hexdigest()
        headers = {'host': host, 'x-amz-content-sha256': digest, 'x-amz-date': now}
        names = ';'.join(headers)
        lines = [method, path, query, *(f'{name}:{value}' for name, value in headers.items()), '', names, digest]
        scope = f'{now[:8]}/{self.region}/s3/aws4_request'
        text = '\n'.join(['AWS4-HMAC-SHA256', now, scope, hashlib.sha256('\n'.join(lines).encode()).hexdigest()])
        signed = f'AWS4{self.secret}'.encode()
        for part in [now[:8], self.region, 's3', 'aws4_request', text]:
            signed = hmac.new(signed, part.encode(), hashlib.sha256).digest()
        headers['authorization'] = f'AWS4-HMAC-SHA256 Credential={self.key}/{scope}, SignedHeaders={names}, Signature={signed.hex()}'
        address = f'{self.endpoint}{path}' + (f'?{query}' if query else '')
        headers['content-type'], body = 'application/octet-stream', content if method == 'PUT' else None
        with urllib.request.urlopen(urllib.request.Request(address, body, headers, method=method), timeout=60) as answer:
            return answer.read()

    def create(self):
        try:
            self.ask('PUT')
        except urllib.error.HTTPError as error:
            if error.code != 409:
                raise

    def objects(self):
        found, token = {}, ''
        while True:
            page = self.ask('GET', query=(f'continuation-token={quote(token, "")}&' if token else '') + f'list-type=2&prefix={quote(self.prefix, "")}').decode()
            for key, size in re.findall(r'<Contents>.*?<Key>(.*?)</Key>.*?<Size>(\d+)</Size>.*?</Contents>', page, re.S):
                found[key.removeprefix(self.prefix)] = int(size)
            more = re.search(r'<NextContinuationToken>(.*?)</NextContinuationToken>', page)
            if not more:
                return found
            token = more[1]

    def read(self, key):
        return self.ask('GET', self.prefix + key)

    def write(self, key, content):
        self.ask('PUT', self.prefix + key, content=content)

    def remove(self, key):
        self.ask('DELETE', self.prefix + key)


class Garage:
    """Three nodes of Garage on this machine, each in a zone of its own, with everything on all three."""

    def __init__(self, folder, program, capacity='20G'):
        self.folder, self.program, self.nodes = pathlib.Path(folder), program, [None] * 3
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ports = [[free_port() for _ in range(3)] for _ in range(3)]
        self.endpoints = [f'http://127.0.0.1:{ports[0]}' for ports in self.ports]
        secret = secrets.token_hex(32)
        for n, (s3, rpc, admin) in enumerate(self.ports):
            (self.folder / f'{n}.toml').write_text(
                f'metadata_dir = "{self.folder}/{n}/meta"\ndata_dir = "{self.folder}/{n}/data"\ndb_engine = "lmdb"\n'
                f'replication_factor = 3\nrpc_bind_addr = "127.0.0.1:{rpc}"\nrpc_public_addr = "127.0.0.1:{rpc}"\nrpc_secret = "{secret}"\n'
                f'[s3_api]\ns3_region = "garage"\napi_bind_addr = "127.0.0.1:{s3}"\n[admin]\napi_bind_addr = "127.0.0.1:{admin}"\n')
            self.start(n)
        ids = [self.tell(n, 'node', 'id', '-q').strip() for n in range(3)]
        for n in [1, 2]:
            self.tell(0, 'node', 'connect', ids[n])
        for n, name in enumerate(ids):
            self.tell(0, 'layout', 'assign', '-z', f'zone{n}', '-c', capacity, name.split('@')[0])
        self.tell(0, 'layout', 'apply', '--version', '1')
        key = self.tell(0, 'key', 'create', 'fleet')
        self.tell(0, 'bucket', 'create', 'fleet')
        self.tell(0, 'bucket', 'allow', '--read', '--write', '--owner', 'fleet', '--key', 'fleet')
        self.environment = {
            'AWS_ACCESS_KEY_ID': re.search(r'Key ID:\s+(\S+)', key)[1],
            'AWS_SECRET_ACCESS_KEY': re.search(r'Secret key:\s+(\S+)', key)[1], 'AWS_REGION': 'garage'}

    def tell(self, n, *words, patience=60):
        until = time.time() + patience
        while True:
            done = subprocess.run([self.program, '-c', self.folder / f'{n}.toml', *words], capture_output=True, text=True)
            if done.returncode == 0:
                return done.stdout
            if time.time() > until:
                raise RuntimeError(f'garage {words[0]} {words[1]}: {done.stderr[-400:]}')
            time.sleep(.5)

    def start(self, n):
        with open(self.folder / f'{n}.log', 'a') as log:
            command = [self.program, '-c', self.folder / f'{n}.toml', 'server']
            self.nodes[n] = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, 'RUST_LOG': 'garage=warn'})

    def kill(self, n):
        self.nodes[n].kill()
        self.nodes[n].wait()

    def wait(self):
        """Until all nodes know each other again."""
        until = time.time() + 120
        while time.time() < until and self.tell(0, 'status').split('HEALTHY NODES')[-1].split('FAILED')[0].count('zone') < 3:
            time.sleep(.5)

    def stop(self):
        [self.kill(n) for n in range(3)]


class Balancer:
    """nginx in front of the readers: the next one where one does not answer, or answers 503."""

    def __init__(self, folder, program, ports):
        self.port, self.folder = free_port(), folder / 'nginx'
        self.folder.mkdir()
        servers = ''.join(f'server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;' for port in ports)
        temporary = ''.join(f'{kind}_temp_path {self.folder}/{kind};' for kind in ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'])
        (self.folder / 'nginx.conf').write_text(
            f'daemon off; worker_processes 1; pid {self.folder}/pid; error_log {self.folder}/error.log;\nevents {{ worker_connections 512; }}\n'
            f'http {{ access_log off; {temporary} upstream readers {{ {servers} }}\nserver {{ listen 127.0.0.1:{self.port}; location / {{\n'
            'proxy_pass http://readers; proxy_connect_timeout 1s; proxy_read_timeout 10s; proxy_next_upstream error timeout http_503; }}}\n')
        self.process = subprocess.Popen([program, '-c', self.folder / 'nginx.conf', '-e', self.folder / 'error.log'])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
