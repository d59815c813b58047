package helm

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"

	"surefoot/render/trace"
)

// Renderer renders one chart after the other, and keeps what it found out about templates that it meets again.
type Renderer struct{ trace *trace.Trace }

// Render never panics: a chart can make Helm do so.
func (r *Renderer) Render(q *Request) (answer Answer) {
	files := map[string]*string{}
	file := func(template string) *string { return files[template] }
	defer func() {
		if fault := recover(); fault != nil {
			answer = Answer{Error: &Error{Stage: "panic", Message: bounded(fmt.Sprint(fault))}}
		}
	}()
	job, failed := prepareJob(q, files)
	if failed != nil {
		return Answer{Error: failed.answer(file)}
	}
	answer.Missing, answer.Unchecked = job.missing, job.unchecked
	rendered, note, err := job.render(nil)
	if err != nil {
		answer.Error = (&failure{"execute", err}).answer(file)
		return answer
	}
	var marked map[string]string
	if q.Trace {
		if r.trace == nil || r.trace.Full() {
			r.trace = trace.New()
		}
		var markedNote *recorder
		marked, markedNote, err = job.marked(r.trace)
		if err != nil {
			answer.NoTrace = bounded(err.Error())
		} else {
			note = markedNote
		}
	}
	if marked == nil && note.any {
		note = job.noted(note)
	}
	m := r.newMap()
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		text := rendered[name]
		if strings.TrimSpace(text) == "" {
			continue
		}
		number := slices.Index(job.names, name)
		out := Template{Name: name, File: files[name], Chart: job.charts[number], Text: text, Settled: note.of(number)}
		if with, found := marked[name]; found && trace.Strip(with) == text {
			out.Trusted = true
			out.Lines, out.Parts = flat(m.Lines(with))
		}
		answer.Templates = append(answer.Templates, out)
	}
	if marked != nil {
		answer.Outline = job.outline(m, q.Outline, files)
	}
	if q.Trace {
		answer.Places, answer.Guards, answer.Spots, answer.Values = placesOf(m, file), guardsOf(m), spotsOf(m), m.Values
	}
	return answer
}

func (r *Renderer) newMap() *trace.Map {
	if r.trace == nil {
		r.trace = trace.New()
	}
	return r.trace.NewMap()
}

func flat(lines []trace.Line) (spots, parts []int) {
	spots = make([]int, len(lines))
	for i, line := range lines {
		spots[i] = -1
		if line.Spot >= 0 {
			spots[i] = 2 * line.Spot
			if line.Inside {
				spots[i]++
			}
		}
		for _, part := range line.Parts {
			parts = append(parts, i+1, part)
		}
	}
	return spots, parts
}

// job is a chart that is ready to be rendered.
type job struct {
	chart     *chart.Chart
	values    func() (common.Values, error) // anew, since a template may change them
	names     []string                      // of all templates; a template's number is its index
	charts    [][]string                    // the way to each template's chart
	missing   []Missing
	unchecked []Unchecked
}

func prepareJob(q *Request, files map[string]*string) (*job, *failure) {
	loaded, known, err := loadChart(q)
	if err != nil {
		return nil, &failure{"chart", err}
	}
	values, err := mergeValues(q.Values)
	if err != nil {
		return nil, &failure{"values", err}
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return nil, &failure{"chart", err}
	}
	capabilities := common.DefaultCapabilities.Copy()
	if q.KubeVersion != "" {
		version, err := common.ParseKubeVersion(q.KubeVersion)
		if err != nil {
			return nil, &failure{"kube-version", err}
		}
		capabilities.KubeVersion = *version
	}
	capabilities.APIVersions = slices.Concat(capabilities.APIVersions, q.APIVersions)
	// pkg/action, action.go: the engine does not ask.
	wanted := loaded.Metadata.KubeVersion
	if wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return nil, &failure{"kube-version", fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s",
			wanted, capabilities.KubeVersion.Version)}
	}
	j := &job{chart: loaded, missing: missing(loaded), unchecked: dropOpenSchemas(loaded)}
	release := common.ReleaseOptions{
		Name: q.Release.Name, Namespace: q.Release.Namespace, Revision: 1, IsInstall: !q.Release.IsUpgrade, IsUpgrade: q.Release.IsUpgrade,
	}
	checked := false
	j.values = func() (common.Values, error) {
		values, err := util.ToRenderValuesWithSchemaValidation(loaded, values, release, capabilities, checked)
		checked = true
		return values, err
	}
	if _, err := j.values(); err != nil {
		return nil, &failure{"schema", err}
	}
	each(loaded, []string{}, func(c *chart.Chart, way []string) {
		// Two aliases of one chart share its templates, and each is changed by itself.
		own := make([]*common.File, len(c.Templates))
		for i, t := range c.Templates {
			own[i] = &common.File{Name: t.Name, Data: t.Data}
			name := path.Join(c.ChartFullPath(), t.Name)
			files[name] = known.of(t.Data)
			j.names = append(j.names, name)
			j.charts = append(j.charts, way)
		}
		c.Templates = own
	})
	return j, nil
}

// noted renders the chart once more, to know which files asked for what is settled.
func (j *job) noted(otherwise *recorder) *recorder {
	_, note, err := j.with(func(number int, _, text string) (string, error) { return bracket(number, text), nil }, nil)
	if err != nil {
		return otherwise
	}
	return note
}

// marked renders the chart with marks.
func (j *job) marked(t *trace.Trace) (rendered map[string]string, note *recorder, err error) {
	for _, withKeys := range []bool{true, false} {
		rendered, note, err = j.with(func(number int, name, text string) (string, error) {
			rewritten, err := t.Rewrite(name, text, withKeys)
			if isPartial(name) {
				return rewritten, err
			}
			return bracket(number, rewritten), err
		}, t.Functions())
		if err == nil {
			break
		}
	}
	return rendered, note, err
}

// outline gives the places of the files that are asked for. It is asked after all lines are read.
func (j *job) outline(m *trace.Map, wanted []string, files map[string]*string) []Outline {
	var out []Outline
	number := 0
	each(j.chart, nil, func(c *chart.Chart, _ []string) {
		for _, file := range c.Templates {
			name := j.names[number]
			number++
			path := files[name]
			if path == nil || !slices.Contains(wanted, *path) {
				continue
			}
			places, reads := m.Outline(name, string(file.Data))
			out = append(out, Outline{name, *path, places, reads})
		}
	})
	return out
}

func isPartial(name string) bool { return strings.HasPrefix(path.Base(name), "_") }

// with renders other texts in place of the templates.
func (j *job) with(
	change func(number int, name, text string) (string, error), more template.FuncMap,
) (map[string]string, *recorder, error) {
	number := 0
	originals := map[*common.File][]byte{}
	defer func() {
		for file, data := range originals {
			file.Data = data
		}
	}()
	var failed error
	each(j.chart, nil, func(c *chart.Chart, _ []string) {
		for _, file := range c.Templates {
			originals[file] = file.Data
			text, err := change(number, j.names[number], string(file.Data))
			failed = errors.Join(failed, err)
			file.Data = []byte(text)
			number++
		}
	})
	if failed != nil {
		return nil, nil, failed
	}
	return j.render(more)
}

func (j *job) render(more template.FuncMap) (map[string]string, *recorder, error) {
	values, err := j.values()
	if err != nil {
		return nil, nil, err
	}
	settled, note := functions()
	maps.Copy(settled, more)
	rendered, err := engine.Engine{CustomTemplateFuncs: settled}.Render(j.chart, values)
	return rendered, note, err
}
