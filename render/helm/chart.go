package helm

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
)

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

// paths tells the path in the repository of a file of a chart. Helm knows files by the names of charts, which an alias or
// the metadata may give, so a file is known here by its bytes: the address of the last of them.
type paths map[*byte]string

func (p paths) add(data []byte, path string) {
	if len(data) > 0 {
		p[&data[len(data)-1]] = path
	}
}

// of gives null for a file that came out of an archive.
func (p paths) of(data []byte) *string {
	if len(data) == 0 {
		return nil
	}
	if path, found := p[&data[len(data)-1]]; found {
		return &path
	}
	return nil
}

// loadChart gives the chart with its dependencies in the order of their names: Helm has them in any order.
func loadChart(q *Request) (*chart.Chart, paths, error) {
	known := paths{}
	files, err := folder(q, q.Folder, "", known)
	if err != nil {
		return nil, nil, err
	}
	for _, dependency := range q.Dependencies {
		at := path.Clean(dependency.At)
		if !strings.HasPrefix(at, "charts/") {
			return nil, nil, fmt.Errorf("%s is not a place for a dependency", dependency.At)
		}
		files = slices.DeleteFunc(files, func(f *archive.BufferedFile) bool {
			return f.Name == at || strings.HasPrefix(f.Name, at+"/")
		})
		more, err := folder(q, dependency.Folder, at+"/", known)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, more...)
	}
	slices.SortFunc(files, func(a, b *archive.BufferedFile) int { return strings.Compare(a.Name, b.Name) })
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return nil, nil, err
	}
	known.prepare(loaded)
	return loaded, known, nil
}

// folder gives the files of one folder by their names in the chart, without those that its .helmignore leaves out.
func folder(q *Request, from, to string, known paths) ([]*archive.BufferedFile, error) {
	prefix := ""
	if from != "" && from != "." {
		prefix = strings.TrimSuffix(from, "/") + "/"
	}
	rules := ignore.Empty()
	if text, found := q.Files[prefix+ignore.HelmIgnore]; found {
		parsed, err := ignore.Parse(strings.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("%s%s: %w", prefix, ignore.HelmIgnore, err)
		}
		rules = parsed
	}
	rules.AddDefaults()
	var files []*archive.BufferedFile
	add := func(file string, data []byte) {
		name, inside := strings.CutPrefix(file, prefix)
		if !inside || ignores(rules, name) {
			return
		}
		data = bytes.TrimPrefix(data, byteOrderMark)
		known.add(data, file)
		files = append(files, &archive.BufferedFile{Name: to + name, Data: data})
	}
	for _, file := range slices.Sorted(maps.Keys(q.Files)) {
		add(file, []byte(q.Files[file]))
	}
	for _, file := range slices.Sorted(maps.Keys(q.Binary)) {
		add(file, q.Binary[file])
	}
	return files, nil
}

// ignores asks as the loader of a folder does: a folder that is left out takes all that is in it along.
func ignores(rules *ignore.Rules, name string) bool {
	for i := range len(name) {
		if name[i] == '/' && rules.Ignore(name[:i], entry{name[:i], true}) {
			return true
		}
	}
	return rules.Ignore(name, entry{name, false})
}

// entry is a file or a folder for package ignore.
type entry struct {
	name   string
	folder bool
}

func (e entry) Name() string       { return path.Base(e.name) }
func (e entry) Size() int64        { return 0 }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.folder }
func (e entry) Sys() any           { return nil }
func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir
	}
	return 0
}

// prepare drops NOTES.txt, which is printed for people and no manifest, and sorts dependencies. Of two with one name Helm
// takes the first, so what is in the repository comes before an archive of it.
func (p paths) prepare(c *chart.Chart) {
	c.Templates = slices.DeleteFunc(c.Templates, func(f *common.File) bool { return path.Base(f.Name) == "NOTES.txt" })
	dependencies := slices.Clone(c.Dependencies())
	slices.SortStableFunc(dependencies, func(a, b *chart.Chart) int {
		return cmp.Or(
			strings.Compare(a.Name(), b.Name()),
			cmp.Compare(p.archived(a), p.archived(b)),
			strings.Compare(a.Metadata.Version, b.Metadata.Version),
		)
	})
	c.SetDependencies(dependencies...)
	for _, dependency := range dependencies {
		p.prepare(dependency)
	}
}

// archived is 1 for a chart out of an archive, and 0 for one whose files have paths.
func (p paths) archived(c *chart.Chart) int {
	for _, file := range c.Raw {
		if p.of(file.Data) != nil {
			return 0
		}
	}
	return 1
}

// each visits a chart and all below it, with the way to each by the names that their values have.
func each(c *chart.Chart, way []string, visit func(c *chart.Chart, way []string)) {
	visit(c, way)
	for _, dependency := range c.Dependencies() {
		each(dependency, append(slices.Clip(way), dependency.Name()), visit)
	}
}

// missing lists dependencies that are switched on and that no chart under charts/ is. It is asked once Helm has removed
// those that are switched off.
func missing(root *chart.Chart) []Missing {
	var out []Missing
	each(root, []string{}, func(c *chart.Chart, way []string) {
		for _, wanted := range c.Metadata.Dependencies {
			there := slices.ContainsFunc(c.Dependencies(), func(d *chart.Chart) bool { return d.Name() == wanted.Name })
			if !there {
				out = append(out, Missing{way, wanted.Name, wanted.Version, wanted.Repository})
			}
		}
	})
	return out
}
