/**
 * The Python program that compiles sources without running them, as text: it goes to `python -I -S -c`, the sources
 * come to it on standard input. Works on Python 3.6 to 3.14.
 *
 * In: one line of JSON, `{"seconds": number, "megabytes": number, "modules": [{"kind", "text" | "base64"}]}`.
 * Out: `start` on standard error, then one line `@INDEX` before each source (so that after a crash the culprit is
 * known), and at the end one JSON object on standard output:
 * `{"python": "3.11.7", "failures": [{"index", "error", "message", "line"}], "unlisted": {kind: n}}`.
 *
 * Like Jam.py it compiles the UTF-8 bytes of a server module, so a coding line counts.
 */
export const COMPILE_CHECK = String.raw`
import sys
sys.stderr.write('start\n')
sys.stderr.flush()
import base64
import faulthandler
import json
import warnings

MOST_FAILURES = 100
MOST_TEXT = 200

# It may be started before there is anything to check; whoever started it may be gone.
faulthandler.dump_traceback_later(120, exit=True)

def limit(request):
    faulthandler.dump_traceback_later(request['seconds'], exit=True)
    try:
        import resource
    except ImportError:
        return
    seconds = int(request['seconds']) + 1
    size = int(request['megabytes']) * 1024 * 1024
    for kind, value in (('RLIMIT_CPU', seconds), ('RLIMIT_AS', size), ('RLIMIT_CORE', 0)):
        try:
            what = getattr(resource, kind)
            hard = resource.getrlimit(what)[1]
            if hard == resource.RLIM_INFINITY or hard > value:
                resource.setrlimit(what, (value, hard))
        except (AttributeError, ValueError, OSError):
            pass

def source_of(module):
    if 'base64' in module:
        return base64.b64decode(module['base64'])
    try:
        return module['text'].encode('utf-8')
    except UnicodeEncodeError:
        return module['text']

def failure_of(index, error):
    text = error.msg if isinstance(error, SyntaxError) and error.msg else str(error)
    text = ' '.join(str(text).split())[:MOST_TEXT]
    line = error.lineno if isinstance(error, SyntaxError) else None
    return {
        'index': index,
        'error': type(error).__name__,
        'message': text.encode('utf-8', 'replace').decode('utf-8'),
        'line': line if isinstance(line, int) and line > 0 else None,
    }

def main():
    request = json.loads(sys.stdin.buffer.readline().decode('utf-8'))
    limit(request)
    warnings.simplefilter('ignore')
    failures = []
    unlisted = {}
    for index, module in enumerate(request['modules']):
        sys.stderr.write('@%d\n' % index)
        sys.stderr.flush()
        failure = None
        try:
            compile(source_of(module), 'source', 'exec', dont_inherit=True)
        except Exception as error:
            failure = failure_of(index, error)
        if failure:
            if len(failures) < MOST_FAILURES:
                failures.append(failure)
            else:
                unlisted[module['kind']] = unlisted.get(module['kind'], 0) + 1
    faulthandler.cancel_dump_traceback_later()
    answer = {
        'python': '.'.join(str(part) for part in sys.version_info[:3]),
        'failures': failures,
        'unlisted': unlisted,
    }
    sys.stdout.write(json.dumps(answer) + '\n')
    sys.stdout.flush()

main()
`;
