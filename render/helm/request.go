// Package helm renders a chart out of memory with Helm's own engine, loader and merging of values, and says which line of
// which template each line of the result came from. It reads no file, asks no cluster and no server, and gives the same
// answer to the same request: what Helm makes anew at every call is a constant.
package helm

import "surefoot/render/trace"

// Request is one rendering.
type Request struct {
	// Folder is the chart's folder in the repository, "" for the root.
	Folder string `json:"folder"`
	// Files are texts by their path in the repository: all of the folder's, and of those of the dependencies.
	Files map[string]string `json:"files"`
	// Binary are files that are no UTF-8, in base64.
	Binary map[string][]byte `json:"binary"`
	// Dependencies are other folders of the repository that stand in for one under charts/.
	Dependencies []Dependency `json:"dependencies"`
	// Values are put over those of the chart, in this order.
	Values []Values `json:"values"`

	Release     Release  `json:"release"`
	KubeVersion string   `json:"kubeVersion"` // 1.31 or v1.31.2; "" is the one that Helm assumes
	APIVersions []string `json:"apiVersions"` // beside those that every cluster has
	// Trace asks for the source map.
	Trace bool `json:"trace"`
	// Outline names files whose places are wanted beside, whether they print or not. It counts with Trace.
	Outline []string `json:"outline"`
}

// Dependency says that the folder stands at a place within the chart, such as charts/common.
type Dependency struct {
	At     string `json:"at"`
	Folder string `json:"folder"`
}

// Values are a values file or an assignment, as of the command line: exactly one of the texts is given.
type Values struct {
	// Name is for messages: the file's path.
	Name       string  `json:"name"`
	YAML       *string `json:"yaml"`
	Set        *string `json:"set"`
	SetString  *string `json:"setString"`
	SetLiteral *string `json:"setLiteral"`
	SetJSON    *string `json:"setJson"`
	// SetFile is a name, and the text of the file that it is set to.
	SetFile *struct {
		Key  string `json:"key"`
		Text string `json:"text"`
	} `json:"setFile"`
}

// Release is what a template sees as .Release.
type Release struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	IsUpgrade bool   `json:"isUpgrade"`
}

// Answer is a rendering, or why there is none. Numbers are indexes of its lists.
type Answer struct {
	Templates []Template  `json:"templates"`
	Places    []Place     `json:"places,omitempty"`
	Guards    []Guard     `json:"guards,omitempty"`
	Spots     []Spot      `json:"spots,omitempty"`
	Values    [][]string  `json:"values,omitempty"`
	Outline   []Outline   `json:"outline,omitempty"`
	Missing   []Missing   `json:"missing,omitempty"`
	Unchecked []Unchecked `json:"unchecked,omitempty"`
	NoTrace   string      `json:"noTrace,omitempty"` // why no file has a map although one was asked for
	Error     *Error      `json:"error,omitempty"`
}

// Template is a rendered file. Those that print nothing are left out.
type Template struct {
	// Name is what Helm calls it: the names of charts, not of folders.
	Name string `json:"name"`
	// File is its path in the repository; null within an archive.
	File *string `json:"file"`
	// Chart is the way of its chart from the root chart, by the names that its values have there.
	Chart []string `json:"chart"`
	Text  string   `json:"text"`
	// Settled are the functions that Helm would have made anew, and lookup where it was asked.
	Settled []string `json:"settled,omitempty"`
	// Trusted tells that the text with marks is this text but for the marks.
	Trusted bool `json:"trusted"`
	// Lines has for each line of the text -1, or twice its spot, and one more where it only continues what the spot's
	// action printed. Parts has pairs of a line, 1-based, and the spot of an action that begins within it.
	Lines []int `json:"lines,omitempty"`
	Parts []int `json:"parts,omitempty"`
}

// Outline is a template file with all its places, the first line first, and what each reads whatever the round of a range.
// A file that two charts have has two.
type Outline struct {
	Template string  `json:"template"`
	File     string  `json:"file"`
	Places   []int   `json:"places"`
	Reads    [][]int `json:"reads"`
}

// Place, Guard and Spot are those of package trace.
type Place struct {
	Template string  `json:"template"`
	File     *string `json:"file"`
	Line     int     `json:"line"`
	Kind     string  `json:"kind"` // text or action
	Define   string  `json:"define,omitempty"`
	Source   string  `json:"source,omitempty"`
	Guard    int     `json:"guard"`
}

// Guard is an if, with or range around a place, in the same define.
type Guard struct {
	Parent   int    `json:"parent"`
	Word     string `json:"word"`
	Pipeline string `json:"pipeline"`
	Line     int    `json:"line"`
	Else     bool   `json:"else,omitempty"`
	Reads    []int  `json:"reads,omitempty"`
}

// Spot is a place as it was reached.
type Spot struct {
	Place      int      `json:"place"`
	Call       int      `json:"call"`
	Keys       []string `json:"keys,omitempty"`
	Reads      []int    `json:"reads,omitempty"`
	GuardReads [][]int  `json:"guardReads,omitempty"`
}

// Missing is a dependency that is switched on and not there.
type Missing struct {
	Chart      []string `json:"chart"`
	Name       string   `json:"name"`
	Version    string   `json:"version,omitempty"`
	Repository string   `json:"repository,omitempty"`
}

// Unchecked is a values.schema.json that refers to what is not in it: it was not applied.
type Unchecked struct {
	Chart   []string `json:"chart"`
	Message string   `json:"message"`
}

// Error says why there is no rendering.
type Error struct {
	// Stage is chart, values, schema, kube-version, parse, execute or panic.
	Stage string `json:"stage"`
	// Message is the author's own where the chart refuses, else Helm's.
	Message string `json:"message"`
	// At is the place in a template, the outermost; null where there is none.
	At *At `json:"at"`
}

// At is a place in a template.
type At struct {
	Template string  `json:"template"`
	File     *string `json:"file"`
	Line     int     `json:"line"`
	Column   int     `json:"column,omitempty"`
}

func placesOf(m *trace.Map, file func(template string) *string) []Place {
	out := make([]Place, 0, len(m.Places))
	for _, p := range m.Places {
		kind := "text"
		if p.Action {
			kind = "action"
		}
		out = append(out, Place{p.Template, file(p.Template), p.Line, kind, p.Define, p.Source, p.Guard})
	}
	return out
}

func guardsOf(m *trace.Map) []Guard {
	out := make([]Guard, 0, len(m.Guards))
	reads := m.GuardReads()
	for i, g := range m.Guards {
		out = append(out, Guard{g.Parent, g.Word, g.Pipeline, g.Line, g.Else, reads[i]})
	}
	return out
}

func spotsOf(m *trace.Map) []Spot {
	out := make([]Spot, 0, len(m.Spots))
	for _, s := range m.Spots {
		out = append(out, Spot{s.Place, s.Call, s.Keys, s.Reads, s.GuardReads})
	}
	return out
}
