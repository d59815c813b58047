/**
 * Kinds of which no controller makes pods, so that an object of one hides none: those of Kubernetes itself, and of projects
 * that many clusters run. Of any other kind nothing is known, and it may be one that an operator makes pods of.
 */
export const PODLESS_KINDS: ReadonlySet<string> = new Set([
  // Kubernetes
  ...["APIService", "Binding", "ClusterRole", "ClusterRoleBinding", "ConfigMap", "ControllerRevision"],
  ...["CSIDriver", "CSINode", "CustomResourceDefinition", "Endpoints", "EndpointSlice", "FlowSchema"],
  ...["HorizontalPodAutoscaler", "Ingress", "IngressClass", "Lease", "LimitRange", "MutatingAdmissionPolicy"],
  ...["MutatingWebhookConfiguration", "Namespace", "NetworkPolicy", "PersistentVolume"],
  ...["PersistentVolumeClaim", "PodDisruptionBudget", "PodSecurityPolicy", "PriorityClass"],
  ...["PriorityLevelConfiguration", "ResourceQuota", "Role", "RoleBinding", "RuntimeClass", "Secret"],
  ...["Service", "ServiceAccount", "StorageClass", "ValidatingAdmissionPolicy"],
  ...["ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment"],
  ...["VolumeSnapshot", "VolumeSnapshotClass", "VerticalPodAutoscaler"],
  // subjects of a RoleBinding
  ...["Group", "User"],
  // Gateway API; a Gateway itself gets pods of its own from several controllers
  ...["GatewayClass", "GRPCRoute", "HTTPRoute", "ReferenceGrant", "TCPRoute", "TLSRoute", "UDPRoute"],
  ...["BackendTLSPolicy"],
  // Istio; no Gateway here either, as the kind has the same word
  ...["AuthorizationPolicy", "DestinationRule", "EnvoyFilter", "PeerAuthentication", "RequestAuthentication"],
  ...["ServiceEntry", "Sidecar", "Telemetry", "VirtualService"],
  // OpenShift, whose Route is as Knative's a way to a Service
  ...["ImageStream", "Route", "SecurityContextConstraints"],
  // cert-manager, External Secrets, Sealed Secrets, Prometheus' and VictoriaMetrics' monitors, KEDA, Traefik, cloud providers
  ...["Certificate", "CertificateRequest", "ClusterIssuer", "Issuer"],
  ...["ClusterSecretStore", "ExternalSecret", "SealedSecret", "SecretProviderClass", "SecretStore"],
  ...["PodMonitor", "PrometheusRule", "Probe", "ScrapeConfig", "ServiceMonitor"],
  ...[
    "VMNodeScrape",
    "VMPodScrape",
    "VMProbe",
    "VMRule",
    "VMScrapeConfig",
    "VMServiceScrape",
    "VMStaticScrape",
  ],
  ...["ClusterTriggerAuthentication", "ScaledObject", "TriggerAuthentication"],
  ...["IngressRoute", "IngressRouteTCP", "IngressRouteUDP", "Middleware", "ServersTransport", "TLSOption"],
  ...["BackendConfig", "FrontendConfig", "ManagedCertificate", "TargetGroupBinding"],
  ...["CiliumClusterwideNetworkPolicy", "CiliumNetworkPolicy"],
]);
