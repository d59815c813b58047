/** Whether a container's own settings say that it serves over TLS: with a certificate of its own, or by a switch. */
import { asArray, get } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";
import { addressesIn, type Setting, settingsOf } from "./settings-of.js";

/** Returns the setting that says so, as it is written; null where none does. What a configuration file says is unknown. */
export function tlsSetting(container: Container): string | null {
  const setting = settingsOf(container).find((one) => namesCertificate(one) || switchesOn(one));
  if (setting !== undefined)
    return setting.source === "argument" && setting.name !== "" ? `--${setting.name}` : setting.name || null;
  return container.commandLine.find((word) => word.length < 60 && SWITCH.test(keyOf(word))) ?? null;
}

/** IANA's number of HTTPS, and what API servers and controller-runtime's webhooks listen on. */
export const TLS_PORTS: ReadonlySet<number> = new Set([443, 6443, 8443, 9443]);
/** Names of ports that speak TLS; the API server calls webhooks by nothing else (admissionregistration: `caBundle`). */
const TLS_PORT_NAME = /(?:^|[-_.])(?:https|tls|ssl|webhooks?)(?:$|[-_.])/i;
/** Folders for certificates of a program's own; `/etc/ssl/certs` and `ca` hold those that it trusts. */
const OWN_CERTIFICATES =
  /(?<!\/etc\/ssl)\/(?:(?:serving|server|webhook|tls)[-_]?)?(?:certs?|certificates?|tls)\/?$/i;

/** Whether anything of a container says that it is one that speaks TLS: a port's name, a folder that it mounts, a setting. */
export function looksLikeTlsServer(container: Container): boolean {
  const mounts = asArray(container.value.volumeMounts).map((mount) => get(mount, "mountPath"));
  return (
    container.ports.some(({ name }) => name !== null && TLS_PORT_NAME.test(name)) ||
    mounts.some((path) => typeof path === "string" && OWN_CERTIFICATES.test(path.slice(-200))) ||
    tlsSetting(container) !== null
  );
}

/**
 * A setting for where a program listens for TLS: `https-address` of oauth2-proxy and OpenShift's oauth-proxy,
 * `secure-listen-address` of kube-rbac-proxy, `secure-port` of API servers, `HTTPS_PORT`.
 */
const LISTENS_FOR_TLS =
  /^(?:https|tls|ssl|secure)[-_.]?(?:server[-_.]?)?(?:listen[-_.]?|bind[-_.]?)?(?:addr(?:ess)?|port|listen|bind)$/;

/** Whether a setting of the container says that it listens for TLS at the port. */
export function isToldToSpeakTls(port: number, container: Container): boolean {
  return settingsOf(container).some(
    ({ key, value }) =>
      LISTENS_FOR_TLS.test(key) &&
      addressesIn(value).some((address) => address.host !== "other" && address.port === port),
  );
}

const keyOf = (word: string) => (/^-{1,2}(.*)$/.exec(word)?.[1] ?? "").toLowerCase();

/** `--tls`, `TLS_ENABLED`, `--enable-tls`, `grpc-tls`; and no `--tls-min-version`, which says nothing of whether. */
const SWITCH =
  /^(?:(?:enable|use|with|grpc|server|serve)[-_.]?){0,2}(?:m?tls|ssl)(?:[-_.]?(?:enabled?|on|server))?$/;

function switchesOn({ key, value }: Setting): boolean {
  return SWITCH.test(key) && /^(?:true|1|on|yes|enabled?|required?)$/i.test(value);
}

/** A file with a certificate or its key; a CA alone is what a client trusts. */
function namesCertificate({ key, value }: Setting): boolean {
  if (key === "" || value.includes("://") || !isFile(value) || OTHERS.test(key)) return false;
  return /cert|crt|tls|ssl/.test(key) ? !TRUSTED.test(key) : /\/tls\.(?:crt|key)$/.test(value);
}

function isFile(value: string): boolean {
  return value.includes("/") || /\.(?:pem|crt|cer|key|p12|pfx|jks)$/i.test(value);
}

/** What a program trusts and does not show: OpenSSL's `SSL_CERT_FILE` and `SSL_CERT_DIR`, and any CA's certificate. */
const TRUSTED = /^ssl_cert_(?:file|dir)$|(?:^|[-_.])(?:ca|root|trust\w*)(?:[-_.]|cert|crt|file|$)|cacert/;

/** A certificate that the program shows to somebody whom it calls. */
const OTHERS =
  /client|etcd|kubelet|peer|upstream|remote|exporter|otel|otlp|vault|kafka|nats|redis|mysql|postgres|^pg|(?:^|[-_.])(?:db|database|mongo\w*|ldap|smtp|amqp|rabbitmq)(?:[-_.]|$)/;
