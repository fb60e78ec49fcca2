/** The values of `service`: servers whose commands are known. What they expand to is in promotion/service.ts. */

export type ServicePreset =
  | { kind: 'systemd'; name: string }
  | { kind: 'apache' }
  | { kind: 'gunicorn'; pidFile: string }
  | { kind: 'touch'; path: string };

/** @returns a sentence when it is none. */
export function parseService(value: string): ServicePreset | string {
  const [kind = '', ...rest] = value.split(':');
  const detail = rest.join(':').trim();
  if (kind === 'apache' && rest.length === 0) return { kind };
  if (kind === 'systemd') {
    if (/^[A-Za-z0-9_@][A-Za-z0-9_@.:\\-]*$/.test(detail)) return { kind, name: detail };
    return `service: "${value}" names no unit. Write systemd:NAME, e.g. systemd:jam-app.`;
  }
  if (kind === 'gunicorn' || kind === 'touch') {
    if (detail.startsWith('/')) return kind === 'gunicorn' ? { kind, pidFile: detail } : { kind, path: detail };
    return `service: "${value}" names no absolute path. Write ${kind === 'gunicorn' ? 'gunicorn:/run/app/gunicorn.pid' : 'touch:/srv/app/wsgi.py'}.`;
  }
  return `service: "${value}" is not known. Write systemd:NAME, apache, gunicorn:PIDFILE or touch:PATH.`;
}
