package kustomize

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"
)

// survey goes through a kustomization and all that it includes, before anything is built.
type survey struct {
	files   map[string]string
	folders map[string]bool
	given   map[Entry]string
	seen    map[string]bool
	reached map[string]bool
	missing map[string]bool
	// Texts that take the place of a file's, or of none.
	changed map[string]string
	openapi bool

	refused []Refusal
	charts  []Chart
	emptied []Emptied
}

func newSurvey(q *Request) *survey {
	s := &survey{
		files: q.Files, folders: map[string]bool{".": true}, given: map[Entry]string{},
		seen: map[string]bool{}, reached: map[string]bool{}, missing: map[string]bool{}, changed: map[string]string{},
	}
	for file := range q.Files {
		for folder := path.Dir(file); !s.folders[folder]; folder = path.Dir(folder) {
			s.folders[folder] = true
		}
	}
	for _, chart := range q.Charts {
		s.given[Entry{chart.Kustomization, chart.Index}] = chart.Text
	}
	return s
}

// fileOf gives the kustomization file of a folder.
func (s *survey) fileOf(folder string) (string, bool) {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		file := path.Join(folder, name)
		if _, found := s.files[file]; found {
			return file, true
		}
	}
	return "", false
}

// at is one kustomization file.
type at struct {
	*survey
	folder, file string
}

func (s *survey) visit(folder string) {
	file, found := s.fileOf(folder)
	if !found || s.seen[file] {
		return
	}
	s.seen[file], s.reached[file] = true, true
	var k types.Kustomization
	if err := k.Unmarshal([]byte(s.files[file])); err != nil {
		return // kustomize says it.
	}
	k.FixKustomization()
	a := at{s, folder, file}
	for _, name := range k.Resources {
		a.include("resources", name)
	}
	for _, name := range k.Components {
		a.include("components", name)
	}
	a.plugins("generators", k.Generators)
	a.plugins("transformers", k.Transformers)
	a.plugins("validators", k.Validators)
	a.load("configurations", k.Configurations...)
	a.load("crds", k.Crds...)
	if path, found := k.OpenAPI["path"]; found {
		a.load("openapi", path)
	}
	s.openapi = s.openapi || len(k.OpenAPI) > 0
	for _, patch := range slices.Concat(k.Patches, k.PatchesJson6902) {
		a.load("patches", patch.Path)
	}
	for _, patch := range k.PatchesStrategicMerge {
		if text := string(patch); !strings.Contains(text, "\n") {
			a.load("patchesStrategicMerge", text)
		}
	}
	for _, replacement := range k.Replacements {
		a.load("replacements", replacement.Path)
	}
	for _, generator := range k.ConfigMapGenerator {
		a.load("configMapGenerator", sources(generator.KvPairSources)...)
	}
	for _, generator := range k.SecretGenerator {
		for _, name := range sources(generator.KvPairSources) {
			a.secret(generator.Name, name)
		}
	}
	a.helmCharts(&k)
}

// sources are the files that a generator of config maps or secrets reads.
func sources(pairs types.KvPairSources) []string {
	names := slices.Clone(pairs.EnvSources)
	for _, file := range pairs.FileSources {
		if _, name, found := strings.Cut(file, "="); found {
			file = name
		}
		names = append(names, file)
	}
	return names
}

func (a at) refuse(reason, field, value string) {
	a.refused = append(a.refused, Refusal{reason, a.file, field, value})
}

// include follows an entry of resources or components: a file, or the folder of another kustomization.
func (a at) include(field, name string) {
	target, reason := a.find(name)
	switch {
	case reason != "":
		a.refuse(reason, field, name)
	case a.folders[target]:
		a.enter(target)
	default:
		a.reached[target] = true
	}
}

// enter visits the kustomization of a folder; a folder of which the request has other files alone may have one.
func (a at) enter(folder string) {
	if _, found := a.fileOf(folder); !found {
		a.missing[folder] = true
	}
	a.survey.visit(folder)
}

// load notes a file that is loaded; whether one that is missing matters is for kustomize to say.
func (a at) load(field string, names ...string) {
	for _, name := range names {
		if name == "" {
			continue
		}
		target, reason := a.find(name)
		switch {
		case reason == "":
			a.reached[target] = true
		case reason != "missing":
			a.refuse(reason, field, name)
		}
	}
}

func (a at) secret(generator, name string) {
	target, reason := a.find(name)
	switch reason {
	case "":
		a.reached[target] = true
	case "missing":
		a.emptied = append(a.emptied, Emptied{a.file, generator, target})
		a.changed[target] = ""
	default:
		a.refuse(reason, "secretGenerator", name)
	}
}

var (
	scheme = regexp.MustCompile(`^(?:git::)?[A-Za-z][A-Za-z0-9+.-]*://|^git::|^[\w.-]+@[\w.-]+:`)
	// host/owner/repository, as api/internal/git, repospec.go takes it; a local folder of that name comes first here.
	host = regexp.MustCompile(`^[\w-]+(?:\.[\w-]+)+(?::\d+)?/[^/]+/[^/]`)
)

// find resolves a name beside a kustomization, or gives the reason why it cannot: remote, outside or missing.
func (a at) find(name string) (target, reason string) {
	if scheme.MatchString(name) || strings.Contains(name, "?ref=") {
		return "", "remote"
	}
	target = path.Join(a.folder, name)
	if path.IsAbs(name) || target == ".." || strings.HasPrefix(target, "../") {
		return target, "outside"
	}
	if _, found := a.files[target]; found || a.folders[target] {
		return target, ""
	}
	if host.MatchString(name) {
		return target, "remote"
	}
	a.missing[target] = true
	return target, "missing"
}

// plugins goes through generators, transformers and validators: inline objects, files or folders. Only those that are
// built into kustomize run.
func (a at) plugins(field string, entries []string) {
	for _, entry := range entries {
		if strings.Contains(entry, "\n") {
			a.plugin(field, entry)
			continue
		}
		target, reason := a.find(entry)
		switch {
		case reason != "":
			a.refuse(reason, field, entry)
		case a.folders[target]:
			a.enter(target)
			a.pluginsBelow(field, target)
		default:
			a.reached[target] = true
			a.plugin(field, a.files[target])
		}
	}
}

// pluginsBelow looks into the resources of a folder whose objects are plugins.
func (a at) pluginsBelow(field, folder string) {
	file, found := a.fileOf(folder)
	var k types.Kustomization
	if !found || k.Unmarshal([]byte(a.files[file])) != nil {
		return
	}
	inner := at{a.survey, folder, file}
	for _, name := range k.Resources {
		if target, reason := inner.find(name); reason == "" && !a.folders[target] {
			inner.plugin(field, a.files[target])
		}
	}
}

var document = regexp.MustCompile(`(?m)^---.*$`)

func (a at) plugin(field, text string) {
	for _, part := range document.Split(text, -1) {
		var object struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
		}
		if yaml.Unmarshal([]byte(part), &object) != nil || object.Kind == "" {
			continue
		}
		if object.APIVersion != konfig.BuiltinPluginApiVersion || object.Kind == "HelmChartInflationGenerator" {
			a.refuse("plugin", field, object.Kind)
		}
	}
}

// helmCharts puts renderings in the place of charts, as one more resource: kustomize runs generators after resources.
func (a at) helmCharts(k *types.Kustomization) {
	home := "charts"
	if k.HelmGlobals != nil && k.HelmGlobals.ChartHome != "" {
		home = k.HelmGlobals.ChartHome
	}
	var resources []string
	for i, chart := range k.HelmCharts {
		entry := Entry{a.file, i}
		text, found := a.given[entry]
		if !found {
			a.charts = append(a.charts, Chart{entry, path.Join(a.folder, home), chart})
			continue
		}
		name := renderedName(i)
		a.changed[path.Join(a.folder, name)] = text
		resources = append(resources, name)
	}
	if len(resources) == 0 {
		return
	}
	a.edit(func(fields map[string]any) {
		delete(fields, "helmCharts")
		delete(fields, "helmGlobals")
		delete(fields, "helmChartInflationGenerator")
		list, _ := fields["resources"].([]any)
		for _, name := range resources {
			list = append(list, name)
		}
		fields["resources"] = list
	})
}

// renderedName stands for a chart's rendering in the tree.
func renderedName(index int) string { return fmt.Sprintf("surefoot-chart-%d.yaml", index) }

var renderedFile = regexp.MustCompile(`^(.*?)surefoot-chart-(\d+)\.yaml$`)

// edit changes the text of a kustomization in memory.
func (a at) edit(change func(fields map[string]any)) {
	text, changed := a.changed[a.file]
	if !changed {
		text = a.files[a.file]
	}
	fields := map[string]any{}
	if yaml.Unmarshal([]byte(text), &fields) != nil {
		return // kustomize says it.
	}
	change(fields)
	if out, err := yaml.Marshal(fields); err == nil {
		a.changed[a.file] = string(out)
	}
}

// annotate has the build say where objects come from. It edits the root's own kustomization rather than putting one
// around it: openapi, sortOptions and managedByLabel count in the root alone.
func (s *survey) annotate(root string) {
	file, found := s.fileOf(root)
	var k types.Kustomization
	if !found || k.Unmarshal([]byte(s.files[file])) != nil || k.CheckEmpty() != nil {
		return // kustomize says it.
	}
	at{s, root, file}.edit(func(fields map[string]any) {
		list, _ := fields["buildMetadata"].([]any)
		for _, name := range []string{types.OriginAnnotations, types.TransformerAnnotations} {
			if !slices.Contains(list, any(name)) {
				list = append(list, name)
			}
		}
		fields["buildMetadata"] = list
	})
}
