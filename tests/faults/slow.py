#!/usr/bin/env python3
"""slow.py [SECONDS]: a thousand clients that send their heads, or their bodies, or read their answers as slowly as they dare.

slowhttptest (installed where apt-get may) makes each of the three for 30 seconds; meanwhile a reader asks the server and its quiet
twin in turns, so that whatever else the machine does slows both. Her p99 must stay under three times that of the twin. Loopback
addresses have no limit of their own (src/web/server/connection_limit.rs), so all thousand are let in. Needs target/release/litopys."""
import os, resource, shutil, subprocess, sys, threading, time
import serving
from serving import Server, check, get, in_turns, p99

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
CLIENTS = 1000
# Name, slowhttptest's way, and what it sends or reads: a few bytes every five seconds.
KINDS = (('heads', ['-H', '-i', '5']), ('bodies', ['-B', '-i', '5', '-s', '8192', '-t', 'POST']),
         ('readers', ['-X', '-w', '256', '-y', '512', '-n', '5', '-z', '32', '-k', '3']))


def install():
    if shutil.which('slowhttptest'):
        return
    if os.geteuid() == 0:
        subprocess.run(['apt-get', 'install', '-y', '-qq', 'slowhttptest'], stdout=subprocess.DEVNULL)
    shutil.which('slowhttptest') or sys.exit('slowhttptest is not installed: apt-get install slowhttptest')


def files(server):
    return len(os.listdir(f'/proc/{server.process.pid}/fd'))


def watch(server, attack, held):
    while attack.poll() is None:
        held.append(files(server))
        time.sleep(0.2)


def attacked(server, kind, how):
    log = ROOT / f'{kind}.log'
    command = ['slowhttptest', '-c', str(CLIENTS), *how, '-r', '500', '-l', str(SECONDS + 5), '-p', '5', '-u', f'http://127.0.0.1:{server.port}/uk/']
    with open(log, 'w') as out:
        attack = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    held = []
    threading.Thread(target=watch, args=(server, attack, held), daemon=True).start()
    time.sleep(4)
    (busy, quiet), wrong = in_turns((server.port, twin.port), SECONDS - 8)
    attack.wait(SECONDS + 60)
    ratio = p99(busy) / p99(quiet)
    check(f'{CLIENTS} slow {kind}', ratio < 3 and not wrong,
          f'p99 {p99(busy):.1f} ms, quiet twin {p99(quiet):.1f} ms: {ratio:.2f} × over {len(busy)} requests each; at most {max(held)} files open, refused {wrong[:3]}')
    time.sleep(12)
    left = files(server)
    check('and when they are gone', left < 100 and get(server.port)[0] == 200, f'{left} files open')


def too_late(server):
    """What one hears who takes too long over a head, and how soon."""
    import socket
    begun = time.time()
    with socket.create_connection(('127.0.0.1', server.port), 20) as client:
        client.sendall(b'GET /uk/ HTTP/1.1\r\nHost: x\r\nX-Half: ')
        heard = client.recv(1000)
    took = time.time() - begun
    check('a head that never ends', heard.startswith(b'HTTP/1.1 408 ') and 9 < took < 12, f'{heard[:28]!r} after {took:.1f} s')


resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
install()
ROOT = serving.archive('slow')
server, twin = Server(ROOT / 'archive'), Server(ROOT / 'archive')
try:
    in_turns((server.port, twin.port), 1)
    too_late(server)
    for kind, how in KINDS:
        attacked(server, kind, how)
    check('SIGTERM', (server.stop(), twin.stop()) == (0, 0), 'exit 0')
finally:
    [one.process.kill() for one in (server, twin)]
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
