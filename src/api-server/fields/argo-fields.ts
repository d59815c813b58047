// Written by scripts/generate-fields.ts from the CustomResourceDefinition of Argo Rollouts 1.10.2.

/** A line for each type, as those of Kubernetes, whose types it names too. */
export const ARGO_FIELDS = `argo.Rollout apiVersion=string kind=string metadata=meta.v1.ObjectMeta spec=argo.Rollout.spec status=any
argo.Rollout.spec analysis=argo.Rollout.spec.analysis minReadySeconds=int32 paused=boolean progressDeadlineAbort=boolean progressDeadlineSeconds=int32 replicas=int32 restartAt=time revisionHistoryLimit=int32 rollbackWindow=argo.Rollout.spec.rollbackWindow selector=argo.Rollout.spec.selector strategy=argo.Rollout.spec.strategy template=core.v1.PodTemplateSpec workloadRef=argo.Rollout.spec.workloadRef
argo.Rollout.spec.analysis successfulRunHistoryLimit=int32 unsuccessfulRunHistoryLimit=int32
argo.Rollout.spec.rollbackWindow revisions=int32
argo.Rollout.spec.selector matchExpressions=[]argo.Rollout.spec.selector.matchExpressions matchLabels={}string
argo.Rollout.spec.selector.matchExpressions key=string operator=string values=[]string
argo.Rollout.spec.strategy blueGreen=argo.Rollout.spec.strategy.blueGreen canary=argo.Rollout.spec.strategy.canary
argo.Rollout.spec.strategy.blueGreen abortScaleDownDelaySeconds=int32 activeMetadata=argo.Rollout.spec.strategy.blueGreen.activeMetadata activeService=string antiAffinity=argo.Rollout.spec.strategy.blueGreen.antiAffinity autoPromotionEnabled=boolean autoPromotionSeconds=int32 maxUnavailable=int-or-string postPromotionAnalysis=argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis prePromotionAnalysis=argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis previewMetadata=argo.Rollout.spec.strategy.blueGreen.previewMetadata previewReplicaCount=int32 previewService=string scaleDownDelayRevisionLimit=int32 scaleDownDelaySeconds=int32
argo.Rollout.spec.strategy.blueGreen.activeMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.blueGreen.antiAffinity preferredDuringSchedulingIgnoredDuringExecution=argo.Rollout.spec.strategy.blueGreen.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution=any
argo.Rollout.spec.strategy.blueGreen.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution weight=int32
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis analysisRunMetadata=argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.analysisRunMetadata args=[]argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.args dryRun=[]argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.dryRun measurementRetention=[]argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.measurementRetention templates=[]argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.templates
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.analysisRunMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.args name=string value=string valueFrom=argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.args.valueFrom
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.args.valueFrom fieldRef=argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.args.valueFrom.fieldRef podTemplateHashValue=string
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.args.valueFrom.fieldRef fieldPath=string
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.dryRun metricName=string
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.measurementRetention limit=int32 metricName=string
argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis.templates clusterScope=boolean templateName=string
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis analysisRunMetadata=argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.analysisRunMetadata args=[]argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.args dryRun=[]argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.dryRun measurementRetention=[]argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.measurementRetention templates=[]argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.templates
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.analysisRunMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.args name=string value=string valueFrom=argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.args.valueFrom
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.args.valueFrom fieldRef=argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.args.valueFrom.fieldRef podTemplateHashValue=string
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.args.valueFrom.fieldRef fieldPath=string
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.dryRun metricName=string
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.measurementRetention limit=int32 metricName=string
argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis.templates clusterScope=boolean templateName=string
argo.Rollout.spec.strategy.blueGreen.previewMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary abortScaleDownDelaySeconds=int32 analysis=argo.Rollout.spec.strategy.canary.analysis antiAffinity=argo.Rollout.spec.strategy.canary.antiAffinity canaryMetadata=argo.Rollout.spec.strategy.canary.canaryMetadata canaryService=string dynamicStableScale=boolean maxSurge=int-or-string maxUnavailable=int-or-string minPodsPerReplicaSet=int32 pingPong=argo.Rollout.spec.strategy.canary.pingPong replicaProgressThreshold=argo.Rollout.spec.strategy.canary.replicaProgressThreshold scaleDownDelayRevisionLimit=int32 scaleDownDelaySeconds=int32 stableMetadata=argo.Rollout.spec.strategy.canary.stableMetadata stableService=string steps=[]argo.Rollout.spec.strategy.canary.steps trafficRouting=argo.Rollout.spec.strategy.canary.trafficRouting
argo.Rollout.spec.strategy.canary.analysis analysisRunMetadata=argo.Rollout.spec.strategy.canary.analysis.analysisRunMetadata args=[]argo.Rollout.spec.strategy.canary.analysis.args dryRun=[]argo.Rollout.spec.strategy.canary.analysis.dryRun measurementRetention=[]argo.Rollout.spec.strategy.canary.analysis.measurementRetention startingStep=int32 templates=[]argo.Rollout.spec.strategy.canary.analysis.templates
argo.Rollout.spec.strategy.canary.analysis.analysisRunMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary.analysis.args name=string value=string valueFrom=argo.Rollout.spec.strategy.canary.analysis.args.valueFrom
argo.Rollout.spec.strategy.canary.analysis.args.valueFrom fieldRef=argo.Rollout.spec.strategy.canary.analysis.args.valueFrom.fieldRef podTemplateHashValue=string
argo.Rollout.spec.strategy.canary.analysis.args.valueFrom.fieldRef fieldPath=string
argo.Rollout.spec.strategy.canary.analysis.dryRun metricName=string
argo.Rollout.spec.strategy.canary.analysis.measurementRetention limit=int32 metricName=string
argo.Rollout.spec.strategy.canary.analysis.templates clusterScope=boolean templateName=string
argo.Rollout.spec.strategy.canary.antiAffinity preferredDuringSchedulingIgnoredDuringExecution=argo.Rollout.spec.strategy.canary.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution=any
argo.Rollout.spec.strategy.canary.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution weight=int32
argo.Rollout.spec.strategy.canary.canaryMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary.pingPong pingService=string pongService=string
argo.Rollout.spec.strategy.canary.replicaProgressThreshold type=string value=int32
argo.Rollout.spec.strategy.canary.stableMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary.steps analysis=argo.Rollout.spec.strategy.canary.steps.analysis experiment=argo.Rollout.spec.strategy.canary.steps.experiment pause=argo.Rollout.spec.strategy.canary.steps.pause plugin=argo.Rollout.spec.strategy.canary.steps.plugin setCanaryScale=argo.Rollout.spec.strategy.canary.steps.setCanaryScale setHeaderRoute=argo.Rollout.spec.strategy.canary.steps.setHeaderRoute setMirrorRoute=argo.Rollout.spec.strategy.canary.steps.setMirrorRoute setWeight=int32
argo.Rollout.spec.strategy.canary.steps.analysis analysisRunMetadata=argo.Rollout.spec.strategy.canary.steps.analysis.analysisRunMetadata args=[]argo.Rollout.spec.strategy.canary.steps.analysis.args dryRun=[]argo.Rollout.spec.strategy.canary.steps.analysis.dryRun measurementRetention=[]argo.Rollout.spec.strategy.canary.steps.analysis.measurementRetention templates=[]argo.Rollout.spec.strategy.canary.steps.analysis.templates
argo.Rollout.spec.strategy.canary.steps.analysis.analysisRunMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary.steps.analysis.args name=string value=string valueFrom=argo.Rollout.spec.strategy.canary.steps.analysis.args.valueFrom
argo.Rollout.spec.strategy.canary.steps.analysis.args.valueFrom fieldRef=argo.Rollout.spec.strategy.canary.steps.analysis.args.valueFrom.fieldRef podTemplateHashValue=string
argo.Rollout.spec.strategy.canary.steps.analysis.args.valueFrom.fieldRef fieldPath=string
argo.Rollout.spec.strategy.canary.steps.analysis.dryRun metricName=string
argo.Rollout.spec.strategy.canary.steps.analysis.measurementRetention limit=int32 metricName=string
argo.Rollout.spec.strategy.canary.steps.analysis.templates clusterScope=boolean templateName=string
argo.Rollout.spec.strategy.canary.steps.experiment analyses=[]argo.Rollout.spec.strategy.canary.steps.experiment.analyses analysisRunMetadata=argo.Rollout.spec.strategy.canary.steps.experiment.analysisRunMetadata dryRun=[]argo.Rollout.spec.strategy.canary.steps.experiment.dryRun duration=string scaleDownDelaySeconds=int32 templates=[]argo.Rollout.spec.strategy.canary.steps.experiment.templates
argo.Rollout.spec.strategy.canary.steps.experiment.analyses args=[]argo.Rollout.spec.strategy.canary.steps.experiment.analyses.args clusterScope=boolean name=string requiredForCompletion=boolean templateName=string
argo.Rollout.spec.strategy.canary.steps.experiment.analyses.args name=string value=string valueFrom=argo.Rollout.spec.strategy.canary.steps.experiment.analyses.args.valueFrom
argo.Rollout.spec.strategy.canary.steps.experiment.analyses.args.valueFrom fieldRef=argo.Rollout.spec.strategy.canary.steps.experiment.analyses.args.valueFrom.fieldRef podTemplateHashValue=string
argo.Rollout.spec.strategy.canary.steps.experiment.analyses.args.valueFrom.fieldRef fieldPath=string
argo.Rollout.spec.strategy.canary.steps.experiment.analysisRunMetadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary.steps.experiment.dryRun metricName=string
argo.Rollout.spec.strategy.canary.steps.experiment.templates metadata=argo.Rollout.spec.strategy.canary.steps.experiment.templates.metadata name=string replicas=int32 selector=argo.Rollout.spec.strategy.canary.steps.experiment.templates.selector service=argo.Rollout.spec.strategy.canary.steps.experiment.templates.service specRef=string weight=int32
argo.Rollout.spec.strategy.canary.steps.experiment.templates.metadata annotations={}string labels={}string
argo.Rollout.spec.strategy.canary.steps.experiment.templates.selector matchExpressions=[]argo.Rollout.spec.strategy.canary.steps.experiment.templates.selector.matchExpressions matchLabels={}string
argo.Rollout.spec.strategy.canary.steps.experiment.templates.selector.matchExpressions key=string operator=string values=[]string
argo.Rollout.spec.strategy.canary.steps.experiment.templates.service name=string
argo.Rollout.spec.strategy.canary.steps.pause duration=int-or-string
argo.Rollout.spec.strategy.canary.steps.plugin config=any name=string
argo.Rollout.spec.strategy.canary.steps.setCanaryScale matchTrafficWeight=boolean replicas=int32 weight=int32
argo.Rollout.spec.strategy.canary.steps.setHeaderRoute match=[]argo.Rollout.spec.strategy.canary.steps.setHeaderRoute.match name=string
argo.Rollout.spec.strategy.canary.steps.setHeaderRoute.match headerName=string headerValue=argo.Rollout.spec.strategy.canary.steps.setHeaderRoute.match.headerValue
argo.Rollout.spec.strategy.canary.steps.setHeaderRoute.match.headerValue exact=string prefix=string regex=string
argo.Rollout.spec.strategy.canary.steps.setMirrorRoute match=[]argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match name=string percentage=int32
argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match headers={}argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match.headers method=argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match.method path=argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match.path
argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match.headers exact=string prefix=string regex=string
argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match.method exact=string prefix=string regex=string
argo.Rollout.spec.strategy.canary.steps.setMirrorRoute.match.path exact=string prefix=string regex=string
argo.Rollout.spec.strategy.canary.trafficRouting alb=argo.Rollout.spec.strategy.canary.trafficRouting.alb ambassador=argo.Rollout.spec.strategy.canary.trafficRouting.ambassador apisix=argo.Rollout.spec.strategy.canary.trafficRouting.apisix appMesh=argo.Rollout.spec.strategy.canary.trafficRouting.appMesh istio=argo.Rollout.spec.strategy.canary.trafficRouting.istio managedRoutes=[]argo.Rollout.spec.strategy.canary.trafficRouting.managedRoutes maxTrafficWeight=int32 nginx=argo.Rollout.spec.strategy.canary.trafficRouting.nginx plugins=any smi=argo.Rollout.spec.strategy.canary.trafficRouting.smi traefik=argo.Rollout.spec.strategy.canary.trafficRouting.traefik
argo.Rollout.spec.strategy.canary.trafficRouting.alb annotationPrefix=string ingress=string ingresses=[]string rootService=string servicePort=int32 stickinessConfig=argo.Rollout.spec.strategy.canary.trafficRouting.alb.stickinessConfig
argo.Rollout.spec.strategy.canary.trafficRouting.alb.stickinessConfig durationSeconds=int64 enabled=boolean
argo.Rollout.spec.strategy.canary.trafficRouting.ambassador mappings=[]string
argo.Rollout.spec.strategy.canary.trafficRouting.apisix route=argo.Rollout.spec.strategy.canary.trafficRouting.apisix.route
argo.Rollout.spec.strategy.canary.trafficRouting.apisix.route name=string rules=[]string
argo.Rollout.spec.strategy.canary.trafficRouting.appMesh virtualNodeGroup=argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup virtualService=argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualService
argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup canaryVirtualNodeRef=argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup.canaryVirtualNodeRef stableVirtualNodeRef=argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup.stableVirtualNodeRef
argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup.canaryVirtualNodeRef name=string
argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup.stableVirtualNodeRef name=string
argo.Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualService name=string routes=[]string
argo.Rollout.spec.strategy.canary.trafficRouting.istio destinationRule=argo.Rollout.spec.strategy.canary.trafficRouting.istio.destinationRule virtualService=argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualService virtualServices=[]argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualServices
argo.Rollout.spec.strategy.canary.trafficRouting.istio.destinationRule additionalSubsetNames=[]string canarySubsetName=string name=string stableSubsetName=string
argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualService name=string routes=[]string tcpRoutes=[]argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualService.tcpRoutes tlsRoutes=[]argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualService.tlsRoutes
argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualService.tcpRoutes port=int64
argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualService.tlsRoutes port=int64 sniHosts=[]string
argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualServices name=string routes=[]string tcpRoutes=[]argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualServices.tcpRoutes tlsRoutes=[]argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualServices.tlsRoutes
argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualServices.tcpRoutes port=int64
argo.Rollout.spec.strategy.canary.trafficRouting.istio.virtualServices.tlsRoutes port=int64 sniHosts=[]string
argo.Rollout.spec.strategy.canary.trafficRouting.managedRoutes name=string
argo.Rollout.spec.strategy.canary.trafficRouting.nginx additionalIngressAnnotations={}string annotationPrefix=string canaryIngressAnnotations={}string stableIngress=string stableIngresses=[]string
argo.Rollout.spec.strategy.canary.trafficRouting.smi rootService=string trafficSplitName=string
argo.Rollout.spec.strategy.canary.trafficRouting.traefik weightedTraefikServiceName=string
argo.Rollout.spec.workloadRef apiVersion=string kind=string name=string scaleDown=string`;
