import { runningContainers, type Service, type ServicePort, type Workload } from "./workload.js";

const METRICS_SERVICE = /-metrics(?:-service)?$/;
const AUXILIARY =
  /metrics|(?:^|[-_.])(?:(?:debug|jmx|admin)(?=$|[-_.])|prom|health|probe|profil|pprof|monitoring)/i;

/** Whether a port's name says that it is for operators and not for users. */
export function isAuxiliaryName(name: string | null): boolean {
  return name !== null && AUXILIARY.test(name);
}

/** Whether a Service's name says so of all its ports: kubebuilder calls one "https" behind "…-metrics-service". */
export function isMetricsService({ name }: Pick<Service, "name">): boolean {
  return name !== null && METRICS_SERVICE.test(name);
}

/** Whether a Service's port leads operators alone to a workload's pods, by any of the names that it goes by. */
export function isAuxiliaryPort(service: Service, port: ServicePort, workload: Workload): boolean {
  const { name, targetPort } = port;
  const declared = runningContainers(workload).flatMap(({ ports }) =>
    ports.filter(({ containerPort }) => containerPort === targetPort),
  );
  return (
    isMetricsService(service) ||
    isAuxiliaryName(name) ||
    isAuxiliaryName(typeof targetPort === "string" ? targetPort : null) ||
    declared.some((one) => isAuxiliaryName(one.name))
  );
}
