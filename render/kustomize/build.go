package kustomize

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
)

// Build never panics: a kustomization can make kustomize do so.
func Build(q *Request) (answer Answer) {
	root := path.Clean(q.Root)
	s := newSurvey(q)
	defer func() {
		if fault := recover(); fault != nil {
			answer = Answer{Error: bounded(fmt.Sprint(fault)), Reached: s.all()}
		}
		if s.openapi {
			// kustomize keeps a schema for the next build, which has not asked for it.
			openapi.ResetOpenAPI()
		}
	}()
	s.visit(root)
	answer = Answer{Refused: s.refused, Charts: s.charts, Emptied: s.emptied, Reached: s.all(), Missing: slices.Sorted(maps.Keys(s.missing))}
	if len(s.refused) > 0 || len(s.charts) > 0 {
		return answer
	}
	s.annotate(root)
	built, unrestricted, err := s.build(root)
	if err != nil {
		answer.Error = bounded(err.Error())
		return answer
	}
	answer.Unrestricted = unrestricted
	answer.Objects, err = s.objects(built, root)
	if err != nil {
		answer.Objects, answer.Error = nil, bounded(err.Error())
	}
	return answer
}

func (s *survey) all() []string { return slices.Sorted(maps.Keys(s.reached)) }

const longestMessage = 4000 // bytes

func bounded(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, top, ""), strings.TrimSuffix(top, "/"), ".")
	text = strings.TrimSpace(text)
	if len(text) <= longestMessage {
		return text
	}
	return strings.ToValidUTF8(text[:longestMessage], "") + "…"
}

// top is where the repository stands in memory; it keeps a kustomization of the repository's root from being the root of
// everything, which kustomize takes for a cycle.
const top = "/repository/"

func (s *survey) build(root string) (built resmap.ResMap, unrestricted bool, err error) {
	memory := filesys.MakeFsInMemory()
	write := func(file, text string) {
		if err == nil {
			err = memory.WriteFile(top+file, []byte(text))
		}
	}
	for file, text := range s.files {
		if _, changed := s.changed[file]; !changed {
			write(file, text)
		}
	}
	for file, text := range s.changed {
		write(file, text)
	}
	if err != nil {
		return nil, false, err
	}
	options := krusty.MakeDefaultOptions()
	options.PluginConfig = types.DisabledPluginConfig()
	// As kustomize's own command has it: the root's sortOptions, and otherwise an order by kinds.
	options.Reorder = krusty.ReorderOptionUnspecified
	built, err = krusty.MakeKustomizer(options).Run(memory, top+root)
	if err == nil {
		return built, false, nil
	}
	options.LoadRestrictions = types.LoadRestrictionsNone
	if built, again := krusty.MakeKustomizer(options).Run(memory, top+root); again == nil {
		return built, true, nil
	}
	return nil, false, err
}

func (s *survey) objects(built resmap.ResMap, root string) ([]Object, error) {
	out := make([]Object, 0, built.Size())
	for _, one := range built.Resources() {
		origin, err := one.GetOrigin()
		if err != nil {
			return nil, err
		}
		transformations, err := one.GetTransformations()
		if err != nil {
			return nil, err
		}
		object := Object{}
		if origin != nil && origin.Path != "" {
			object.Origin = path.Join(root, origin.Path)
			if match := renderedFile.FindStringSubmatch(object.Origin); match != nil {
				index, _ := strconv.Atoi(match[2])
				file, _ := s.fileOf(path.Clean(match[1]))
				object.Chart, object.Origin = &Entry{file, index}, ""
			}
		}
		if origin != nil && origin.ConfiguredIn != "" {
			generator := configured(root, origin)
			object.Generator = &generator
		}
		for _, transformation := range transformations {
			object.Transformers = append(object.Transformers, configured(root, transformation))
		}
		out = append(out, object)
	}
	if err := built.RemoveOriginAnnotations(); err != nil {
		return nil, err
	}
	if err := built.RemoveTransformerAnnotations(); err != nil {
		return nil, err
	}
	for i, one := range built.Resources() {
		text, err := one.AsYAML()
		if err != nil {
			return nil, err
		}
		out[i].YAML = string(text)
	}
	return out, nil
}

func configured(root string, origin *resource.Origin) Configured {
	by := origin.ConfiguredBy
	return Configured{path.Join(root, origin.ConfiguredIn), by.Kind, by.Name}
}
