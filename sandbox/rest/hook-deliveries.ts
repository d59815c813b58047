/** The log of an App's webhooks: https://docs.github.com/en/rest/apps/webhooks */

import type { App } from "../state/model.js";
import { notFound, Refusal } from "../state/refusal.js";
import type { Deliveries, Delivery } from "../webhooks/deliveries.js";
import { appEndpoint, type Call, type Endpoint } from "./endpoint.js";

const KEPT_MS = 3 * 24 * 3_600_000;

/** The calls on a log. */
export function hookDeliveryEndpoints(deliveries: Deliveries): Endpoint[] {
  const found = ({ app, params }: Call & { app: App }): Delivery => {
    const delivery = deliveries.log.find(
      (each) => each.app === app && String(each.id) === params.delivery_id,
    );
    if (delivery === undefined) throw notFound();
    return delivery;
  };
  return [
    appEndpoint("GET /app/hook/deliveries", (call) => listDeliveries(call, deliveries)),
    appEndpoint("GET /app/hook/deliveries/{delivery_id}", (call) => ({
      status: 200,
      body: presentDelivery(found(call)),
    })),
    appEndpoint("POST /app/hook/deliveries/{delivery_id}/attempts", (call) => {
      const delivery = found(call);
      if (Date.now() - Date.parse(delivery.deliveredAt) > KEPT_MS)
        throw new Refusal(422, "Delivery is too old to be redelivered");
      deliveries.redeliver(delivery);
      return { status: 202, body: {} };
    }),
  ];
}

// The newest first; the cursor of the next page stands in the Link header.
function listDeliveries({ app, query, url }: Call & { app: App }, { log }: Deliveries) {
  const size = Math.min(100, Number(query.per_page ?? 30) || 30);
  const own = log.filter((each) => each.app === app).reverse();
  const chosen = query.status === undefined ? own : own.filter((each) => hasStatus(each, query.status!));
  const from = query.cursor === undefined ? 0 : chosen.findIndex(({ id }) => `v1_${id}` === query.cursor);
  if (from < 0) throw new Refusal(400, "Invalid cursor");
  const page = chosen.slice(from, from + size);
  const next = chosen[from + size];
  const link = `<${url}?${new URLSearchParams({ ...query, cursor: `v1_${next?.id}` })}>; rel="next"`;
  return { status: 200, body: page.map(presentItem), headers: next === undefined ? {} : { link } };
}

function hasStatus({ statusCode }: Delivery, status: string): boolean {
  const isOk = statusCode >= 200 && statusCode < 300;
  return status === "success" ? isOk : !isOk;
}

function presentItem(delivery: Delivery): Record<string, unknown> {
  const { id, guid, event, action, duration, redelivery, status, statusCode } = delivery;
  return {
    ...{
      id,
      guid,
      delivered_at: delivery.deliveredAt,
      redelivery,
      duration,
      status,
      status_code: statusCode,
    },
    ...{ event, action, installation_id: delivery.installationId, repository_id: delivery.repositoryId },
    throttled_at: null,
  };
}

function presentDelivery(delivery: Delivery): Record<string, unknown> {
  const { url, request, response } = delivery;
  return {
    ...presentItem(delivery),
    url,
    request: { headers: request.headers, payload: JSON.parse(request.body) as object },
    response: { headers: response.headers, payload: response.body },
  };
}
