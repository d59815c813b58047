import {
  COUNTS,
  type CountField,
  LIMITS,
  type LimitField,
  type SettingField,
} from "../rollout-link/rollout-settings.js";

/** The form of the rollout page, HTML. Its fields have Kubernetes' own names; the script fills it in. */
export function rolloutForm(): string {
  return `<form id="settings" autocomplete="off" novalidate>
<h2>Settings</h2>
${count("startupSeconds", "Start-up time", "seconds from a container's start until it serves")}
<div class="field"><input type="range" id="startup-slider" min="0" max="120" step="1" aria-label="Start-up time, in seconds">
<p class="hint" id="startup-assumed" hidden>Assumed: the app's start-up time is not stated.</p></div>
<div class="fields">
${count("replicas", "<code>replicas</code>", "pods")}
${count("replicasBefore", "<code>replicas</code> before", "pods, where the change raises them")}
${limit("maxSurge")}
${limit("maxUnavailable")}
${count("minReadySeconds", "<code>minReadySeconds</code>", "seconds")}
</div>
<div class="field"><label class="check"><input type="checkbox" id="gated"> Every serving container has a readiness or startup probe</label></div>
<details>
<summary>The probe, and other containers</summary>
<p class="hint">The <code>readinessProbe</code> of each serving container, or the one that it would get:</p>
<div class="fields">
${count("initialDelaySeconds", "<code>initialDelaySeconds</code>", "seconds")}
${count("periodSeconds", "<code>periodSeconds</code>", "seconds")}
${count("successThreshold", "<code>successThreshold</code>", "successes in a row")}
${count("otherProbesSeconds", "Other containers' probes", "seconds until they succeed")}
</div>
</details>
</form>`;
}

function count(field: CountField, label: string, unit: string): string {
  const { least, most } = COUNTS[field];
  const input = `type="number" inputmode="numeric" min="${least}" max="${most}" step="1"`;
  return entry(field, label, input, `${unit}, ${least} to ${most}`);
}

function limit(field: LimitField): string {
  const { pods, percent } = LIMITS[field];
  const hint = `pods, 0 to ${pods}, or 0% to ${percent}%`;
  return entry(field, `<code>${field}</code>`, `type="text" spellcheck="false"`, hint);
}

function entry(field: SettingField, label: string, input: string, hint: string): string {
  return `<div class="field"><label for="${field}">${label}</label>
<input id="${field}" ${input} aria-describedby="${field}-hint ${field}-error">
<p class="hint" id="${field}-hint">${hint}</p>
<p class="error" id="${field}-error" hidden></p></div>`;
}
