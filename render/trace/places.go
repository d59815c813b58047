package trace

import (
	"slices"
	"strconv"
	"strings"
)

// Place is a piece of a template that prints.
type Place struct {
	// Template is the name by which the engine knows the file.
	Template string
	// Line is 1-based.
	Line int
	// Action is false for literal text.
	Action bool
	// Define is the name of the define that holds the place, or "" at the top of the file.
	Define string
	// Source is the action's pipeline as Go prints it; "" for text.
	Source string
	// Guard is the innermost if, with or range around it within the same define, or -1.
	Guard int

	reads []value
	calls []call
}

// Guard is an if, with or range.
type Guard struct {
	// Parent is the next guard around it within the same define, or -1.
	Parent int
	// Word is "if", "with" or "range".
	Word string
	// Pipeline is its condition as Go prints it.
	Pipeline string
	// Line is 1-based.
	Line int
	// Else tells that what it guards stands behind its else.
	Else bool

	atTop bool // and not in a define
	reads []value
}

// mark is a place together with the keys of the ranges around it, as its id stands in a text.
type mark struct {
	place int
	keys  []string
}

// Trace holds the places of the templates that were rewritten, and the ids of the marks in them. It grows with every
// template that it has not seen.
type Trace struct {
	places    []Place
	guards    []Guard
	marks     []mark
	keyed     map[string]int
	rewritten map[source]rewritten
}

type source struct{ template, text string }

// rewritten is a template with marks, and its places in the order in which they are met.
type rewritten struct {
	text   string
	places []int
}

// New gives an empty Trace.
func New() *Trace {
	return &Trace{keyed: map[string]int{}, rewritten: map[source]rewritten{}}
}

// Full tells that the Trace holds more than a pull request should need, so that its owner starts another.
func (t *Trace) Full() bool { return len(t.marks) > 1<<19 }

// Outline gives all places of a template that was rewritten, those that printed nothing too.
func (t *Trace) Outline(name, text string) []int {
	for _, withKeys := range []bool{true, false} {
		if known, found := t.rewritten[sourceOf(name, text, withKeys)]; found {
			return known.places
		}
	}
	return nil
}

func sourceOf(name, text string, withKeys bool) source {
	if !withKeys {
		name += "\x00"
	}
	return source{name, text}
}

// add makes a place and the mark of it that stands outside of every range.
func (t *Trace) add(place Place) (id int) {
	t.places = append(t.places, place)
	t.marks = append(t.marks, mark{place: len(t.places) - 1})
	return len(t.marks) - 1
}

// at gives the mark of the same place for these keys of the ranges around it.
func (t *Trace) at(id int, keys []string) int {
	if len(keys) == 0 || t.Full() {
		return id
	}
	name := strconv.Itoa(id) + "\x00" + strings.Join(keys, "\x00")
	known, found := t.keyed[name]
	if !found {
		known = len(t.marks)
		t.marks = append(t.marks, mark{t.marks[id].place, slices.Clone(keys)})
		t.keyed[name] = known
	}
	return known
}
