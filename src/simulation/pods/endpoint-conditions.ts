/** The conditions of a pod's endpoint in an EndpointSlice. */
interface EndpointConditions {
  /** traffic is sent to it */
  ready: boolean;
  /** the pod is ready, deleted or not: kube-proxy falls back to those where no endpoint is ready */
  serving: boolean;
  terminating: boolean;
}

/** Returns the conditions that an EndpointSlice gives a pod: podToEndpoint in staging/src/k8s.io/endpointslice/utils.go. */
export function endpointConditions(
  podReady: boolean,
  podTerminating: boolean,
  publishNotReadyAddresses: boolean,
): EndpointConditions {
  const ready = publishNotReadyAddresses || (podReady && !podTerminating);
  return { ready, serving: podReady, terminating: podTerminating };
}
