// Written by scripts/generate-fields.ts from the OpenAPI of Kubernetes 1.27.16, 1.28.15, 1.29.6, 1.30.14, 1.31.14, 1.32.13, 1.33.13, 1.34.4, 1.35.4, 1.36.3, 1.37.2.

export const FIRST_MINOR = 27;
export const LAST_MINOR = 37;

/** A line for each type; field-types.ts reads them. */
export const KUBERNETES_FIELDS = `apps.v1.DaemonSet apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=apps.v1.DaemonSetSpec status=apps.v1.DaemonSetStatus
apps.v1.DaemonSetCondition lastTransitionTime=time message=string reason=string status=string type=string
apps.v1.DaemonSetSpec minReadySeconds=int32 revisionHistoryLimit=int32 selector=meta.v1.LabelSelector template=core.v1.PodTemplateSpec updateStrategy=apps.v1.DaemonSetUpdateStrategy
apps.v1.DaemonSetStatus collisionCount=int32 conditions=[]apps.v1.DaemonSetCondition currentNumberScheduled=int32 desiredNumberScheduled=int32 numberAvailable=int32 numberMisscheduled=int32 numberReady=int32 numberUnavailable=int32 observedGeneration=int64 updatedNumberScheduled=int32
apps.v1.DaemonSetUpdateStrategy rollingUpdate=apps.v1.RollingUpdateDaemonSet type=string
apps.v1.Deployment apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=apps.v1.DeploymentSpec status=apps.v1.DeploymentStatus
apps.v1.DeploymentCondition lastTransitionTime=time lastUpdateTime=time message=string reason=string status=string type=string
apps.v1.DeploymentSpec minReadySeconds=int32 paused=boolean progressDeadlineSeconds=int32 replicas=int32 revisionHistoryLimit=int32 selector=meta.v1.LabelSelector strategy=apps.v1.RollingStrategy template=core.v1.PodTemplateSpec
apps.v1.DeploymentStatus availableReplicas=int32 collisionCount=int32 conditions=[]apps.v1.DeploymentCondition observedGeneration=int64 readyReplicas=int32 replicas=int32 terminatingReplicas=int32@33- unavailableReplicas=int32 updatedReplicas=int32
apps.v1.RollingStrategy rollingUpdate=apps.v1.RollingUpdateDeployment type=string
apps.v1.RollingUpdateDaemonSet maxSurge=int-or-string maxUnavailable=int-or-string
apps.v1.RollingUpdateDeployment maxSurge=int-or-string maxUnavailable=int-or-string
apps.v1.RollingUpdateStatefulSetStrategy maxUnavailable=int-or-string partition=int32
apps.v1.StatefulSet apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=apps.v1.StatefulSetSpec status=apps.v1.StatefulSetStatus
apps.v1.StatefulSetCondition lastTransitionTime=time message=string reason=string status=string type=string
apps.v1.StatefulSetOrdinals start=int32
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted=string whenScaled=string
apps.v1.StatefulSetSpec minReadySeconds=int32 ordinals=apps.v1.StatefulSetOrdinals persistentVolumeClaimRetentionPolicy=apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy=string replicas=int32 revisionHistoryLimit=int32 selector=meta.v1.LabelSelector serviceName=string template=core.v1.PodTemplateSpec updateStrategy=apps.v1.StatefulSetUpdateStrategy volumeClaimTemplates=[]core.v1.PersistentVolumeClaim
apps.v1.StatefulSetStatus availableReplicas=int32 collisionCount=int32 conditions=[]apps.v1.StatefulSetCondition currentReplicas=int32 currentRevision=string observedGeneration=int64 readyReplicas=int32 replicas=int32 updateRevision=string updatedReplicas=int32
apps.v1.StatefulSetUpdateStrategy rollingUpdate=apps.v1.RollingUpdateStatefulSetStrategy type=string
autoscaling.v1.CrossVersionObjectReference apiVersion=string kind=string name=string
autoscaling.v1.HorizontalPodAutoscaler apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=autoscaling.v1.HorizontalPodAutoscalerSpec status=autoscaling.v1.HorizontalPodAutoscalerStatus
autoscaling.v1.HorizontalPodAutoscalerSpec maxReplicas=int32 minReplicas=int32 scaleTargetRef=autoscaling.v1.CrossVersionObjectReference targetCPUUtilizationPercentage=int32
autoscaling.v1.HorizontalPodAutoscalerStatus currentCPUUtilizationPercentage=int32 currentReplicas=int32 desiredReplicas=int32 lastScaleTime=time observedGeneration=int64
autoscaling.v2.ContainerResourceMetricSource container=string name=string target=autoscaling.v2.MetricTarget
autoscaling.v2.ContainerResourceMetricStatus container=string current=autoscaling.v2.MetricValueStatus name=string
autoscaling.v2.CrossVersionObjectReference apiVersion=string kind=string name=string
autoscaling.v2.ExternalMetricSource metric=autoscaling.v2.MetricIdentifier target=autoscaling.v2.MetricTarget
autoscaling.v2.ExternalMetricStatus current=autoscaling.v2.MetricValueStatus metric=autoscaling.v2.MetricIdentifier
autoscaling.v2.HPAScalingPolicy periodSeconds=int32 type=string value=int32
autoscaling.v2.HPAScalingRules policies=[]autoscaling.v2.HPAScalingPolicy selectPolicy=string stabilizationWindowSeconds=int32 tolerance=quantity@33-
autoscaling.v2.HorizontalPodAutoscaler apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=autoscaling.v2.HorizontalPodAutoscalerSpec status=autoscaling.v2.HorizontalPodAutoscalerStatus
autoscaling.v2.HorizontalPodAutoscalerBehavior scaleDown=autoscaling.v2.HPAScalingRules scaleUp=autoscaling.v2.HPAScalingRules
autoscaling.v2.HorizontalPodAutoscalerCondition lastTransitionTime=time message=string observedGeneration=int64@37- reason=string status=string type=string
autoscaling.v2.HorizontalPodAutoscalerSpec behavior=autoscaling.v2.HorizontalPodAutoscalerBehavior maxReplicas=int32 metrics=[]autoscaling.v2.MetricSpec minReplicas=int32 scaleTargetRef=autoscaling.v2.CrossVersionObjectReference
autoscaling.v2.HorizontalPodAutoscalerStatus conditions=[]autoscaling.v2.HorizontalPodAutoscalerCondition currentMetrics=[]autoscaling.v2.MetricStatus currentReplicas=int32 desiredReplicas=int32 lastScaleTime=time observedGeneration=int64
autoscaling.v2.MetricIdentifier name=string selector=meta.v1.LabelSelector
autoscaling.v2.MetricSpec containerResource=autoscaling.v2.ContainerResourceMetricSource external=autoscaling.v2.ExternalMetricSource object=autoscaling.v2.ObjectMetricSource pods=autoscaling.v2.PodsMetricSource resource=autoscaling.v2.ResourceMetricSource type=string
autoscaling.v2.MetricStatus containerResource=autoscaling.v2.ContainerResourceMetricStatus external=autoscaling.v2.ExternalMetricStatus object=autoscaling.v2.ObjectMetricStatus pods=autoscaling.v2.PodsMetricStatus resource=autoscaling.v2.ResourceMetricStatus type=string
autoscaling.v2.MetricTarget averageUtilization=int32 averageValue=quantity type=string value=quantity
autoscaling.v2.MetricValueStatus averageUtilization=int32 averageValue=quantity value=quantity
autoscaling.v2.ObjectMetricSource describedObject=autoscaling.v2.CrossVersionObjectReference metric=autoscaling.v2.MetricIdentifier target=autoscaling.v2.MetricTarget
autoscaling.v2.ObjectMetricStatus current=autoscaling.v2.MetricValueStatus describedObject=autoscaling.v2.CrossVersionObjectReference metric=autoscaling.v2.MetricIdentifier
autoscaling.v2.PodsMetricSource metric=autoscaling.v2.MetricIdentifier target=autoscaling.v2.MetricTarget
autoscaling.v2.PodsMetricStatus current=autoscaling.v2.MetricValueStatus metric=autoscaling.v2.MetricIdentifier
autoscaling.v2.ResourceMetricSource name=string target=autoscaling.v2.MetricTarget
autoscaling.v2.ResourceMetricStatus current=autoscaling.v2.MetricValueStatus name=string
core.v1.AWSElasticBlockStoreVolumeSource fsType=string partition=int32 readOnly=boolean volumeID=string
core.v1.Affinity nodeAffinity=core.v1.NodeAffinity podAffinity=core.v1.PodAffinity podAntiAffinity=core.v1.PodAntiAffinity
core.v1.AppArmorProfile localhostProfile=string type=string
core.v1.AzureDiskVolumeSource cachingMode=string diskName=string diskURI=string fsType=string kind=string readOnly=boolean
core.v1.AzureFileVolumeSource readOnly=boolean secretName=string shareName=string
core.v1.CSIVolumeSource driver=string fsType=string nodePublishSecretRef=core.v1.LocalObjectReference readOnly=boolean volumeAttributes={}string
core.v1.Capabilities add=[]string drop=[]string
core.v1.CephFSVolumeSource monitors=[]string path=string readOnly=boolean secretFile=string secretRef=core.v1.LocalObjectReference user=string
core.v1.CinderVolumeSource fsType=string readOnly=boolean secretRef=core.v1.LocalObjectReference volumeID=string
core.v1.ClaimSource resourceClaimName=string resourceClaimTemplateName=string
core.v1.ClientIPConfig timeoutSeconds=int32
core.v1.ClusterTrustBundleProjection labelSelector=meta.v1.LabelSelector name=string optional=boolean path=string signerName=string user=int64@37-
core.v1.ConfigMapEnvSource name=string optional=boolean
core.v1.ConfigMapKeySelector key=string name=string optional=boolean
core.v1.ConfigMapProjection items=[]core.v1.KeyToPath name=string optional=boolean
core.v1.ConfigMapVolumeSource defaultMode=int32 defaultUser=int64@37- items=[]core.v1.KeyToPath name=string optional=boolean
core.v1.Container args=[]string command=[]string env=[]core.v1.EnvVar envFrom=[]core.v1.EnvFromSource image=string imagePullPolicy=string lifecycle=core.v1.Lifecycle livenessProbe=core.v1.Probe name=string ports=[]core.v1.ContainerPort readinessProbe=core.v1.Probe resizePolicy=[]core.v1.ContainerResizePolicy resources=core.v1.ResourceRequirements restartPolicy=string@28- restartPolicyRules=[]core.v1.ContainerRestartRule@34- securityContext=core.v1.SecurityContext startupProbe=core.v1.Probe stdin=boolean stdinOnce=boolean terminationMessagePath=string terminationMessagePolicy=string tty=boolean volumeDevices=[]core.v1.VolumeDevice volumeMounts=[]core.v1.VolumeMount workingDir=string
core.v1.ContainerPort containerPort=int32 hostIP=string hostPort=int32 name=string protocol=string
core.v1.ContainerResizePolicy resourceName=string restartPolicy=string
core.v1.ContainerRestartRule action=string exitCodes=core.v1.ContainerRestartRuleOnExitCodes
core.v1.ContainerRestartRuleOnExitCodes operator=string values=[]int32
core.v1.DownwardAPIProjection items=[]core.v1.DownwardAPIVolumeFile
core.v1.DownwardAPIVolumeFile fieldRef=core.v1.ObjectFieldSelector mode=int32 path=string resourceFieldRef=core.v1.ResourceFieldSelector user=int64@37-
core.v1.DownwardAPIVolumeSource defaultMode=int32 defaultUser=int64@37- items=[]core.v1.DownwardAPIVolumeFile
core.v1.EmptyDirVolumeSource medium=string mode=int32@37- sizeLimit=quantity
core.v1.EnvFromSource configMapRef=core.v1.ConfigMapEnvSource prefix=string secretRef=core.v1.SecretEnvSource
core.v1.EnvVar name=string value=string valueFrom=core.v1.EnvVarSource
core.v1.EnvVarSource configMapKeyRef=core.v1.ConfigMapKeySelector fieldRef=core.v1.ObjectFieldSelector fileKeyRef=core.v1.FileKeySelector@34- resourceFieldRef=core.v1.ResourceFieldSelector secretKeyRef=core.v1.SecretKeySelector
core.v1.EphemeralContainer args=[]string command=[]string env=[]core.v1.EnvVar envFrom=[]core.v1.EnvFromSource image=string imagePullPolicy=string lifecycle=core.v1.Lifecycle livenessProbe=core.v1.Probe name=string ports=[]core.v1.ContainerPort readinessProbe=core.v1.Probe resizePolicy=[]core.v1.ContainerResizePolicy resources=core.v1.ResourceRequirements restartPolicy=string@28- restartPolicyRules=[]core.v1.ContainerRestartRule@34- securityContext=core.v1.SecurityContext startupProbe=core.v1.Probe stdin=boolean stdinOnce=boolean targetContainerName=string terminationMessagePath=string terminationMessagePolicy=string tty=boolean volumeDevices=[]core.v1.VolumeDevice volumeMounts=[]core.v1.VolumeMount workingDir=string
core.v1.EphemeralVolumeSource volumeClaimTemplate=core.v1.PersistentVolumeClaimTemplate
core.v1.EvictionResponder name=string priority=int32
core.v1.ExecAction command=[]string
core.v1.FCVolumeSource fsType=string lun=int32 readOnly=boolean targetWWNs=[]string wwids=[]string
core.v1.FileKeySelector key=string optional=boolean path=string volumeName=string
core.v1.FlexVolumeSource driver=string fsType=string options={}string readOnly=boolean secretRef=core.v1.LocalObjectReference
core.v1.FlockerVolumeSource datasetName=string datasetUUID=string
core.v1.GCEPersistentDiskVolumeSource fsType=string partition=int32 pdName=string readOnly=boolean
core.v1.GRPCAction mode=string@37- port=int32 service=string
core.v1.GitRepoVolumeSource directory=string repository=string revision=string
core.v1.GlusterfsVolumeSource endpoints=string path=string readOnly=boolean
core.v1.HTTPGetAction host=string httpHeaders=[]core.v1.HTTPHeader path=string port=int-or-string protocol=string@37- scheme=string
core.v1.HTTPHeader name=string value=string
core.v1.HostAlias hostnames=[]string ip=string
core.v1.HostPathVolumeSource path=string type=string
core.v1.ISCSIVolumeSource chapAuthDiscovery=boolean chapAuthSession=boolean fsType=string initiatorName=string iqn=string iscsiInterface=string lun=int32 portals=[]string readOnly=boolean secretRef=core.v1.LocalObjectReference targetPortal=string
core.v1.ImageVolumeSource pullPolicy=string reference=string
core.v1.KeyToPath key=string mode=int32 path=string user=int64@37-
core.v1.Lifecycle postStart=core.v1.LifecycleHandler preStop=core.v1.LifecycleHandler stopSignal=string@33-
core.v1.LifecycleHandler exec=core.v1.ExecAction httpGet=core.v1.HTTPGetAction sleep=core.v1.SleepAction@29- tcpSocket=core.v1.TCPSocketAction
core.v1.LoadBalancerIngress hostname=string ip=string ipMode=string@29- ports=[]core.v1.PortStatus
core.v1.LoadBalancerStatus ingress=[]core.v1.LoadBalancerIngress
core.v1.LocalObjectReference name=string
core.v1.ModifyVolumeStatus status=string targetVolumeAttributesClassName=string
core.v1.NFSVolumeSource path=string readOnly=boolean server=string
core.v1.NodeAffinity preferredDuringSchedulingIgnoredDuringExecution=[]core.v1.PreferredSchedulingTerm requiredDuringSchedulingIgnoredDuringExecution=core.v1.NodeSelector
core.v1.NodeSelector nodeSelectorTerms=[]core.v1.NodeSelectorTerm
core.v1.NodeSelectorRequirement key=string operator=string values=[]string
core.v1.NodeSelectorTerm matchExpressions=[]core.v1.NodeSelectorRequirement matchFields=[]core.v1.NodeSelectorRequirement
core.v1.ObjectFieldSelector apiVersion=string fieldPath=string
core.v1.PersistentVolumeClaim apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=core.v1.PersistentVolumeClaimSpec status=core.v1.PersistentVolumeClaimStatus
core.v1.PersistentVolumeClaimCondition lastProbeTime=time lastTransitionTime=time message=string reason=string status=string type=string
core.v1.PersistentVolumeClaimSpec accessModes=[]string dataSource=core.v1.TypedLocalObjectReference dataSourceRef=core.v1.TypedObjectReference resources=core.v1.ResourceRequirements@-28 resources=core.v1.VolumeResourceRequirements@29- selector=meta.v1.LabelSelector storageClassName=string volumeAttributesClassName=string@29- volumeMode=string volumeName=string
core.v1.PersistentVolumeClaimStatus accessModes=[]string allocatedResourceStatuses={}string@28- allocatedResources={}quantity capacity={}quantity conditions=[]core.v1.PersistentVolumeClaimCondition currentVolumeAttributesClassName=string@29- healthStatus=core.v1.VolumeHealthStatus@37- modifyVolumeStatus=core.v1.ModifyVolumeStatus@29- phase=string resizeStatus=string@-27
core.v1.PersistentVolumeClaimTemplate metadata=meta.v1.ObjectMeta spec=core.v1.PersistentVolumeClaimSpec
core.v1.PersistentVolumeClaimVolumeSource claimName=string readOnly=boolean
core.v1.PhotonPersistentDiskVolumeSource fsType=string pdID=string
core.v1.PodAffinity preferredDuringSchedulingIgnoredDuringExecution=[]core.v1.WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution=[]core.v1.PodAffinityTerm
core.v1.PodAffinityTerm labelSelector=meta.v1.LabelSelector matchLabelKeys=[]string@29- mismatchLabelKeys=[]string@29- namespaceSelector=meta.v1.LabelSelector namespaces=[]string topologyKey=string
core.v1.PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution=[]core.v1.WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution=[]core.v1.PodAffinityTerm
core.v1.PodCertificateProjection certificateChainPath=string credentialBundlePath=string keyPath=string keyType=string maxExpirationSeconds=int32 signerName=string user=int64@37- userAnnotations={}string@35-
core.v1.PodDNSConfig nameservers=[]string options=[]core.v1.PodDNSConfigOption searches=[]string
core.v1.PodDNSConfigOption name=string value=string
core.v1.PodOS name=string
core.v1.PodReadinessGate conditionType=string
core.v1.PodResourceClaim name=string resourceClaimName=string@31- resourceClaimTemplateName=string@31- source=core.v1.ClaimSource@-30
core.v1.PodSchedulingGate name=string
core.v1.PodSchedulingGroup podGroupName=string
core.v1.PodSecurityContext appArmorProfile=core.v1.AppArmorProfile@30- fsGroup=int64 fsGroupChangePolicy=string runAsGroup=int64 runAsNonRoot=boolean runAsUser=int64 seLinuxChangePolicy=string@32- seLinuxOptions=core.v1.SELinuxOptions seccompProfile=core.v1.SeccompProfile supplementalGroups=[]int64 supplementalGroupsPolicy=string@31- sysctls=[]core.v1.Sysctl windowsOptions=core.v1.WindowsSecurityContextOptions
core.v1.PodSpec activeDeadlineSeconds=int64 affinity=core.v1.Affinity automountServiceAccountToken=boolean containers=[]core.v1.Container dnsConfig=core.v1.PodDNSConfig dnsPolicy=string enableServiceLinks=boolean ephemeralContainers=[]core.v1.EphemeralContainer evictionResponders=[]core.v1.EvictionResponder@37- hostAliases=[]core.v1.HostAlias hostIPC=boolean hostNetwork=boolean hostPID=boolean hostUsers=boolean hostname=string hostnameOverride=string@34- imagePullSecrets=[]core.v1.LocalObjectReference initContainers=[]core.v1.Container nodeName=string nodeSelector={}string os=core.v1.PodOS overhead={}quantity preemptionPolicy=string priority=int32 priorityClassName=string readinessGates=[]core.v1.PodReadinessGate resourceClaims=[]core.v1.PodResourceClaim resources=core.v1.ResourceRequirements@32- restartPolicy=string runtimeClassName=string schedulerName=string schedulingGates=[]core.v1.PodSchedulingGate schedulingGroup=core.v1.PodSchedulingGroup@36- securityContext=core.v1.PodSecurityContext serviceAccount=string serviceAccountName=string setHostnameAsFQDN=boolean shareProcessNamespace=boolean subdomain=string terminationGracePeriodSeconds=int64 tolerations=[]core.v1.Toleration topologySpreadConstraints=[]core.v1.TopologySpreadConstraint volumes=[]core.v1.Volume workloadRef=core.v1.WorkloadReference@35-35
core.v1.PodTemplateSpec metadata=meta.v1.ObjectMeta spec=core.v1.PodSpec
core.v1.PortStatus error=string port=int32 protocol=string
core.v1.PortworxVolumeSource fsType=string readOnly=boolean volumeID=string
core.v1.PreferredSchedulingTerm preference=core.v1.NodeSelectorTerm weight=int32
core.v1.Probe exec=core.v1.ExecAction failureThreshold=int32 grpc=core.v1.GRPCAction httpGet=core.v1.HTTPGetAction initialDelaySeconds=int32 periodSeconds=int32 successThreshold=int32 tcpSocket=core.v1.TCPSocketAction terminationGracePeriodSeconds=int64 timeoutSeconds=int32
core.v1.ProjectedVolumeSource defaultMode=int32 defaultUser=int64@37- sources=[]core.v1.VolumeProjection
core.v1.QuobyteVolumeSource group=string readOnly=boolean registry=string tenant=string user=string volume=string
core.v1.RBDVolumeSource fsType=string image=string keyring=string monitors=[]string pool=string readOnly=boolean secretRef=core.v1.LocalObjectReference user=string
core.v1.ResourceClaim name=string request=string@31-
core.v1.ResourceFieldSelector containerName=string divisor=quantity resource=string
core.v1.ResourceRequirements claims=[]core.v1.ResourceClaim limits={}quantity requests={}quantity
core.v1.SELinuxOptions level=string role=string type=string user=string
core.v1.ScaleIOVolumeSource fsType=string gateway=string protectionDomain=string readOnly=boolean secretRef=core.v1.LocalObjectReference sslEnabled=boolean storageMode=string storagePool=string system=string volumeName=string
core.v1.SeccompProfile localhostProfile=string type=string
core.v1.SecretEnvSource name=string optional=boolean
core.v1.SecretKeySelector key=string name=string optional=boolean
core.v1.SecretProjection items=[]core.v1.KeyToPath name=string optional=boolean
core.v1.SecretVolumeSource defaultMode=int32 defaultUser=int64@37- items=[]core.v1.KeyToPath optional=boolean secretName=string
core.v1.SecurityContext allowPrivilegeEscalation=boolean appArmorProfile=core.v1.AppArmorProfile@30- capabilities=core.v1.Capabilities privileged=boolean procMount=string readOnlyRootFilesystem=boolean runAsGroup=int64 runAsNonRoot=boolean runAsUser=int64 seLinuxOptions=core.v1.SELinuxOptions seccompProfile=core.v1.SeccompProfile windowsOptions=core.v1.WindowsSecurityContextOptions
core.v1.Service apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=core.v1.ServiceSpec status=core.v1.ServiceStatus
core.v1.ServiceAccountTokenProjection audience=string expirationSeconds=int64 path=string user=int64@37-
core.v1.ServicePort appProtocol=string name=string nodePort=int32 port=int32 protocol=string targetPort=int-or-string
core.v1.ServiceSpec allocateLoadBalancerNodePorts=boolean clusterIP=string clusterIPs=[]string externalIPs=[]string externalName=string externalTrafficPolicy=string healthCheckNodePort=int32 internalTrafficPolicy=string ipFamilies=[]string ipFamilyPolicy=string loadBalancerClass=string loadBalancerIP=string loadBalancerSourceRanges=[]string ports=[]core.v1.ServicePort publishNotReadyAddresses=boolean selector={}string sessionAffinity=string sessionAffinityConfig=core.v1.SessionAffinityConfig trafficDistribution=string@30- type=string
core.v1.ServiceStatus conditions=[]meta.v1.Condition loadBalancer=core.v1.LoadBalancerStatus
core.v1.SessionAffinityConfig clientIP=core.v1.ClientIPConfig
core.v1.SleepAction seconds=int64
core.v1.StorageOSVolumeSource fsType=string readOnly=boolean secretRef=core.v1.LocalObjectReference volumeName=string volumeNamespace=string
core.v1.Sysctl name=string value=string
core.v1.TCPSocketAction host=string port=int-or-string
core.v1.Toleration effect=string key=string operator=string tolerationSeconds=int64 value=string
core.v1.TopologySpreadConstraint labelSelector=meta.v1.LabelSelector matchLabelKeys=[]string maxSkew=int32 minDomains=int32 nodeAffinityPolicy=string nodeTaintsPolicy=string topologyKey=string whenUnsatisfiable=string
core.v1.TypedLocalObjectReference apiGroup=string kind=string name=string
core.v1.TypedObjectReference apiGroup=string kind=string name=string namespace=string
core.v1.Volume awsElasticBlockStore=core.v1.AWSElasticBlockStoreVolumeSource azureDisk=core.v1.AzureDiskVolumeSource azureFile=core.v1.AzureFileVolumeSource cephfs=core.v1.CephFSVolumeSource cinder=core.v1.CinderVolumeSource configMap=core.v1.ConfigMapVolumeSource csi=core.v1.CSIVolumeSource downwardAPI=core.v1.DownwardAPIVolumeSource emptyDir=core.v1.EmptyDirVolumeSource ephemeral=core.v1.EphemeralVolumeSource fc=core.v1.FCVolumeSource flexVolume=core.v1.FlexVolumeSource flocker=core.v1.FlockerVolumeSource gcePersistentDisk=core.v1.GCEPersistentDiskVolumeSource gitRepo=core.v1.GitRepoVolumeSource glusterfs=core.v1.GlusterfsVolumeSource hostPath=core.v1.HostPathVolumeSource image=core.v1.ImageVolumeSource@31- iscsi=core.v1.ISCSIVolumeSource name=string nfs=core.v1.NFSVolumeSource persistentVolumeClaim=core.v1.PersistentVolumeClaimVolumeSource photonPersistentDisk=core.v1.PhotonPersistentDiskVolumeSource portworxVolume=core.v1.PortworxVolumeSource projected=core.v1.ProjectedVolumeSource quobyte=core.v1.QuobyteVolumeSource rbd=core.v1.RBDVolumeSource scaleIO=core.v1.ScaleIOVolumeSource secret=core.v1.SecretVolumeSource storageos=core.v1.StorageOSVolumeSource vsphereVolume=core.v1.VsphereVirtualDiskVolumeSource
core.v1.VolumeDevice devicePath=string name=string
core.v1.VolumeHealthCondition message=string reason=string status=string
core.v1.VolumeHealthStatus healthConditions=[]core.v1.VolumeHealthCondition lastTransitionTime=time
core.v1.VolumeMount bindMountOptions=[]string@37- mountPath=string mountPropagation=string name=string readOnly=boolean recursiveReadOnly=string@30- subPath=string subPathExpr=string
core.v1.VolumeProjection clusterTrustBundle=core.v1.ClusterTrustBundleProjection@29- configMap=core.v1.ConfigMapProjection downwardAPI=core.v1.DownwardAPIProjection podCertificate=core.v1.PodCertificateProjection@34- secret=core.v1.SecretProjection serviceAccountToken=core.v1.ServiceAccountTokenProjection
core.v1.VolumeResourceRequirements limits={}quantity requests={}quantity
core.v1.VsphereVirtualDiskVolumeSource fsType=string storagePolicyID=string storagePolicyName=string volumePath=string
core.v1.WeightedPodAffinityTerm podAffinityTerm=core.v1.PodAffinityTerm weight=int32
core.v1.WindowsSecurityContextOptions gmsaCredentialSpec=string gmsaCredentialSpecName=string hostProcess=boolean runAsUserName=string
core.v1.WorkloadReference name=string podGroup=string podGroupReplicaKey=string
meta.v1.Condition lastTransitionTime=time message=string observedGeneration=int64 reason=string status=string type=string
meta.v1.LabelSelector matchExpressions=[]meta.v1.LabelSelectorRequirement matchLabels={}string
meta.v1.LabelSelectorRequirement key=string operator=string values=[]string
meta.v1.ManagedFieldsEntry apiVersion=string fieldsType=string fieldsV1=any manager=string operation=string subresource=string time=time
meta.v1.ObjectMeta annotations={}string creationTimestamp=time deletionGracePeriodSeconds=int64 deletionTimestamp=time finalizers=[]string generateName=string generation=int64 labels={}string managedFields=[]meta.v1.ManagedFieldsEntry name=string namespace=string ownerReferences=[]meta.v1.OwnerReference resourceVersion=string selfLink=string uid=string
meta.v1.OwnerReference apiVersion=string blockOwnerDeletion=boolean controller=boolean kind=string name=string uid=string
policy.v1.PodDisruptionBudget apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=policy.v1.PodDisruptionBudgetSpec status=policy.v1.PodDisruptionBudgetStatus
policy.v1.PodDisruptionBudgetSpec maxUnavailable=int-or-string minAvailable=int-or-string selector=meta.v1.LabelSelector unhealthyPodEvictionPolicy=string
policy.v1.PodDisruptionBudgetStatus conditions=[]meta.v1.Condition currentHealthy=int32 desiredHealthy=int32 disruptedPods={}time disruptionsAllowed=int32 expectedPods=int32 observedGeneration=int64`;
