package main

// valuesOf picks what a review of rollouts rests on out of a defaulted object.
func valuesOf(object map[string]any) map[string]any {
	spec, _ := object["spec"].(map[string]any)
	switch object["kind"] {
	case "Deployment", "StatefulSet", "DaemonSet":
		return workloadValues(spec)
	case "HorizontalPodAutoscaler":
		return pick(spec, "minReplicas", "maxReplicas", "scaleTargetRef")
	case "Service":
		return pick(spec, "type", "ports", "selector", "publishNotReadyAddresses")
	default:
		return spec
	}
}

func workloadValues(spec map[string]any) map[string]any {
	values := pick(spec, "replicas", "strategy", "updateStrategy", "minReadySeconds", "progressDeadlineSeconds",
		"podManagementPolicy", "paused")
	template, _ := spec["template"].(map[string]any)
	pod, _ := template["spec"].(map[string]any)
	for key, value := range pick(pod, "terminationGracePeriodSeconds", "hostNetwork") {
		values[key] = value
	}
	for _, list := range []string{"initContainers", "containers"} {
		containers, _ := pod[list].([]any)
		if len(containers) > 0 {
			values[list] = containerValues(containers)
		}
	}
	return values
}

func containerValues(containers []any) []any {
	var all []any
	for _, each := range containers {
		container, _ := each.(map[string]any)
		all = append(all, pick(container, "name", "restartPolicy", "ports", "readinessProbe", "livenessProbe",
			"startupProbe", "lifecycle"))
	}
	return all
}

func pick(from map[string]any, keys ...string) map[string]any {
	picked := map[string]any{}
	for _, key := range keys {
		if value, present := from[key]; present {
			picked[key] = value
		}
	}
	return picked
}
