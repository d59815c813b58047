package trace

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Map says where the lines of one rendering came from. Numbers in it are indexes of its lists.
type Map struct {
	Places []Place
	Guards []Guard
	// Values are ways into the values of the chart that a template belongs to: .Values.image.tag is image, tag.
	Values [][]string
	Spots  []Spot

	trace  *Trace
	places map[int]int
	guards map[int]int
	values map[string]int
	spots  map[spotKey]int
}

// Spot is a place as it was reached.
type Spot struct {
	Place int
	// Call is the spot of the action that used the define which holds the place, or -1.
	Call int
	// Keys are those that the ranges around the place were at, the outermost first: a map's key, or a list's index.
	Keys []string
	// Reads are the values that an action reads.
	Reads []int
	// GuardReads are the values that each guard around the place reads, the innermost first.
	GuardReads [][]int

	mark  mark
	given value
}

type spotKey struct{ mark, call int }

// Line is a line of a rendered file.
type Line struct {
	// Spot is where the line's first visible character came from, or -1 for a blank line.
	Spot int
	// Inside is true where the line only continues what an action printed: the spot is that action.
	Inside bool
	// Parts are the actions that begin to print within the line, behind its first visible character.
	Parts []int
}

// NewMap gives an empty Map.
func (t *Trace) NewMap() *Map {
	return &Map{
		trace: t, places: map[int]int{}, guards: map[int]int{}, values: map[string]int{}, spots: map[spotKey]int{},
	}
}

// Lines reads the marks of a rendered file.
func (m *Map) Lines(marked string) []Line {
	lines := make([]Line, 0, strings.Count(marked, "\n")+1)
	open := []int{} // spots of the actions that are printing; -1 for one that no mark tells
	for text := range strings.SplitSeq(marked, "\n") {
		line := Line{Spot: -1}
		visible, exact := false, false
		for len(text) > 0 {
			id, length := markAt(text)
			if length == 0 {
				char, size := utf8.DecodeRuneInString(text)
				text = text[size:]
				if !visible && !unicode.IsSpace(char) {
					visible = true
					if !exact && len(open) > 0 {
						line.Spot, line.Inside = open[len(open)-1], true
					}
				}
				continue
			}
			text = text[length:]
			if id < 0 {
				if len(open) > 0 {
					open = open[:len(open)-1]
				}
				continue
			}
			if id >= len(m.trace.marks) {
				continue
			}
			call := -1
			if len(open) > 0 {
				call = open[len(open)-1]
			}
			spot := m.spot(id, call)
			isAction := m.trace.places[m.trace.marks[id].place].Action
			if !visible {
				// The innermost of those that begin here.
				line.Spot, exact = spot, true
			} else if isAction {
				line.Parts = append(line.Parts, spot)
			}
			if isAction {
				open = append(open, spot)
			}
		}
		if !visible {
			line = Line{Spot: -1}
		}
		lines = append(lines, line)
	}
	return lines
}

func (m *Map) spot(id, call int) int {
	key := spotKey{id, call}
	if known, found := m.spots[key]; found {
		return known
	}
	mark := m.trace.marks[id]
	place := &m.trace.places[mark.place]
	here := m.given(place, call)
	keys := m.keysOf(mark)
	spot := Spot{Place: m.place(mark.place), Call: call, Keys: mark.keys, mark: mark, given: here}
	spot.Reads = m.reads(place.reads, here, keys)
	for g := place.Guard; g >= 0; g = m.trace.guards[g].Parent {
		spot.GuardReads = append(spot.GuardReads, m.reads(m.trace.guards[g].reads, here, keys))
	}
	number := len(m.Spots)
	m.Spots = append(m.Spots, spot)
	m.spots[key] = number
	return number
}

// Outline gives the places of a rewritten template, whether they printed or not, the first line first, with the values that
// each reads whatever the round of a range. A define's argument is not known here, but .Values is the release's.
func (m *Map) Outline(name, text string) (places []int, reads [][]int) {
	places, reads = []int{}, [][]int{}
	numbers := slices.Clone(m.trace.Outline(name, text))
	slices.SortStableFunc(numbers, func(a, b int) int { return cmp.Compare(m.trace.places[a].Line, m.trace.places[b].Line) })
	for _, number := range numbers {
		place := &m.trace.places[number]
		places = append(places, m.place(number))
		reads = append(reads, m.reads(place.reads, m.given(place, -1), nil))
	}
	return places, reads
}

// GuardReads gives the same for each guard of the map.
func (m *Map) GuardReads() [][]int {
	reads := make([][]int, len(m.Guards))
	for i, guard := range m.Guards {
		given := value{known: guard.atTop}
		reads[i] = m.reads(guard.reads, given, nil)
	}
	return reads
}

// given is the argument of the file or define that holds a place: the release for a file, and for a define what the
// call of it says.
func (m *Map) given(place *Place, call int) value {
	release := value{known: true}
	if call < 0 {
		if place.Define == "" {
			return release
		}
		return value{}
	}
	caller := &m.Spots[call]
	for _, use := range m.trace.places[caller.mark.place].calls {
		if use.define == place.Define {
			return use.argument.from(caller.given, m.keysOf(caller.mark))
		}
	}
	if place.Define == "" {
		return release // A file that is included by its path, as checksums do.
	}
	return value{}
}

// keysOf gives the key of each range around a mark by the range's number.
func (m *Map) keysOf(mark mark) map[int]string {
	if len(mark.keys) == 0 {
		return nil
	}
	keys := map[int]string{}
	left := len(mark.keys)
	for g := m.trace.places[mark.place].Guard; g >= 0 && left > 0; g = m.trace.guards[g].Parent {
		if guard := &m.trace.guards[g]; guard.Word == "range" && !guard.Else {
			left--
			keys[g] = mark.keys[left]
		}
	}
	return keys
}

// anyKey stands for the key of a range where no round of it is meant.
const anyKey = "*"

// from gives the value as a way from the release: given is the argument of the define that v stands in.
func (v value) from(given value, keys map[int]string) value {
	if v.entries != nil {
		entries := make(map[string]value, len(v.entries))
		for name, entry := range v.entries {
			entries[name] = entry.from(given, keys)
		}
		return value{entries: entries}
	}
	if !v.known {
		return value{}
	}
	if !given.known && given.entries == nil && len(v.way) > 0 && v.way[0].name == "Values" {
		// Whatever is given under this name is the release.
		given = value{known: true}
	}
	for _, step := range v.way {
		name := step.name
		if name == "" {
			name = anyKey
			if key, found := keys[step.guard]; found {
				name = key
			}
		}
		given = given.step(name)
	}
	return given
}

func (m *Map) reads(reads []value, given value, keys map[int]string) []int {
	out := []int{}
	for _, read := range reads {
		absolute := read.from(given, keys)
		if !absolute.known || len(absolute.way) < 2 || absolute.way[0].name != "Values" {
			continue
		}
		names := make([]string, 0, len(absolute.way)-1)
		for _, step := range absolute.way[1:] {
			names = append(names, step.name)
		}
		key := strings.Join(names, "\x00")
		number, found := m.values[key]
		if !found {
			number = len(m.Values)
			m.Values = append(m.Values, names)
			m.values[key] = number
		}
		if !slices.Contains(out, number) {
			out = append(out, number)
		}
	}
	return out
}

func (m *Map) place(number int) int {
	if known, found := m.places[number]; found {
		return known
	}
	place := m.trace.places[number]
	place.Guard = m.guard(place.Guard)
	m.Places = append(m.Places, place)
	m.places[number] = len(m.Places) - 1
	return len(m.Places) - 1
}

func (m *Map) guard(number int) int {
	if number < 0 {
		return -1
	}
	if known, found := m.guards[number]; found {
		return known
	}
	guard := m.trace.guards[number]
	guard.Parent = m.guard(guard.Parent)
	m.Guards = append(m.Guards, guard)
	m.guards[number] = len(m.Guards) - 1
	return len(m.Guards) - 1
}
