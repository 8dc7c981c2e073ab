#!/usr/bin/env python3
"""searches.py: 1,500 clients that search without a pause, while others read pages. Needs target/release/litopys and wrk.

Searches beyond those that may wait are told 503 in the language of the page; pages go on."""
import resource, shutil, subprocess, sys, time
import serving
from serving import Readers, Server, check, get

resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
ROOT = serving.archive('searches')
server = Server(ROOT / 'archive')
try:
    serving.until(lambda: get(server.port, '/uk/search?q=a')[0] == 200)
    flood = subprocess.Popen(['wrk', '-t1', '-c1500', '-d12', '--timeout', '20', f'http://127.0.0.1:{server.port}/uk/search?q=%D0%BF%D1%80%D0%B0%D0%B2%D0%BE%20-war%20law'],
                             stdout=subprocess.PIPE, text=True)
    time.sleep(1)
    readers = Readers(server.port, ('/uk/', '/en/', '/ru/', '/uk/none', '/en/2025/'))
    refused = None
    end = time.time() + 9
    while time.time() < end and not refused:
        status, headers, body = get(server.port, '/ru/search?q=law')
        refused = (headers, body) if status == 503 else None
    time.sleep(max(0, end - time.time()))
    readers.end()
    flood.wait()
    samples = server.metrics()
    count = lambda outcome: int(samples[f'litopys_searches_total{{outcome="{outcome}"}}'])
    done = int(samples['litopys_search_seconds_count'])
    check('a flood of searches', count('refused') > 0 and done > 0,
          f'{done} done in {samples["litopys_search_seconds_sum"] / max(done, 1) * 1000:.2f} ms each, {count("refused")} refused, {int(samples["litopys_search_results_total"])} articles found')
    fine = refused and refused[0].get('retry-after') == '5' and refused[0].get('content-language') == 'ru' and '<html lang="ru"' in refused[1].decode()
    check('one that is refused', fine, f'503, Retry-After: 5, a page in Russian' if fine else refused and refused[0])
    check('readers of pages', not readers.lost, f'{dict(readers.seen)}, lost {readers.lost[:3]}')
    check('SIGTERM', server.stop() == 0, 'exit 0')
finally:
    server.process.kill()
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
