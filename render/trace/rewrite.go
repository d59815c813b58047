package trace

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode"

	"helm.sh/helm/v4/pkg/chart/common"
)

// The functions that a rewritten template calls beside Helm's own.
const (
	nameMark      = "surefootMark"
	nameTextMark  = "surefootTextMark"
	nameStrip     = "surefootStrip"
	nameStripText = "surefootStripText"
	nameTemplate  = "surefootTemplate"
)

// Functions are what a rewritten template calls beside Helm's own functions.
func (t *Trace) Functions() template.FuncMap {
	return template.FuncMap{
		// The keys of the ranges around an action, and what it prints.
		nameMark: func(id int, rest ...any) string {
			last := len(rest) - 1
			printed := Printed(rest[last])
			if rest[last] == nil {
				return printed // The engine removes it from the output, marks and all.
			}
			return around(t.at(id, texts(rest[:last])), printed)
		},
		nameTextMark:  func(id int, keys ...any) string { return startMark(t.at(id, texts(keys))) },
		nameStrip:     stripDeep,
		nameStripText: stripText,
		nameTemplate:  t.templateOfValue,
	}
}

func texts(values []any) []string {
	out := make([]string, len(values))
	for i, value := range values {
		out[i] = Strip(fmt.Sprint(value))
	}
	return out
}

// Printed is what text/template prints for a value: exec.go, printValue.
func Printed(value any) string {
	switch value := value.(type) {
	case nil:
		return "<no value>"
	case string:
		return value
	case common.KubeVersion:
		// text/template takes the address of a field, and with it the method String of a pointer.
		return value.String()
	}
	return fmt.Sprint(value)
}

// rewriter goes through one file.
type rewriter struct {
	trace    *Trace
	template string
	lines    []int // the offset of each line's first byte
	define   string
	guard    int
	keys     []string // the variables that hold the keys of the ranges around
	silent   bool     // functions see no marks, and none are made
	withKeys bool
	scope    *scope
}

// Rewrite gives a text that renders the same as text with marks in it. Without keys a range stays as it is written: a
// range over a number has no key to give.
func (t *Trace) Rewrite(name, text string, withKeys bool) (string, error) {
	key := sourceOf(name, text, withKeys)
	if known, found := t.rewritten[key]; found {
		return known.text, nil
	}
	first := len(t.places)
	r := &rewriter{trace: t, template: name, guard: -1, withKeys: withKeys}
	out, err := r.file(text)
	if err != nil {
		return "", err
	}
	places := make([]int, 0, len(t.places)-first)
	for place := first; place < len(t.places); place++ {
		places = append(places, place)
	}
	t.rewritten[key] = rewritten{out, places}
	return out, nil
}

// templateOfValue prepares a template that comes out of the values: it has no line of its own to tell, and its functions
// must see no marks either.
func (t *Trace) templateOfValue(value any) any {
	clean := stripDeep(value)
	text, ok := clean.(string)
	if !ok || !strings.Contains(text, "{{") {
		return clean
	}
	key := source{"", text}
	if known, found := t.rewritten[key]; found {
		return known.text
	}
	r := &rewriter{trace: t, template: "value", guard: -1, silent: true}
	out, err := r.file(text)
	if err != nil {
		return text // The engine says what is wrong with it.
	}
	t.rewritten[key] = rewritten{text: out}
	return out
}

func (r *rewriter) file(text string) (string, error) {
	r.lines = []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	trees := map[string]*parse.Tree{}
	top := parse.New(r.template)
	top.Mode = parse.SkipFuncCheck
	if _, err := top.Parse(text, "", "", trees); err != nil {
		return "", err
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		tree := trees[name]
		if tree == top {
			continue
		}
		r.define, r.scope = name, newScope()
		r.list(tree.Root)
		out.WriteString("{{define " + strconv.Quote(name) + "}}" + tree.Root.String() + "{{end}}")
	}
	r.define, r.scope = "", newScope()
	if top.Root != nil {
		r.list(top.Root)
		out.WriteString(top.Root.String())
	}
	return out.String(), nil
}

func (r *rewriter) lineOf(pos parse.Pos) int { return sort.SearchInts(r.lines, int(pos)+1) }

func (r *rewriter) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.TextNode:
			node.Text = []byte(r.text(node))
		case *parse.ActionNode:
			r.action(node)
		case *parse.IfNode:
			r.branch("if", &node.BranchNode)
		case *parse.WithNode:
			r.branch("with", &node.BranchNode)
		case *parse.RangeNode:
			r.branch("range", &node.BranchNode)
		case *parse.TemplateNode:
			list.Nodes[i] = r.include(node)
		}
	}
}

func (r *rewriter) action(node *parse.ActionNode) {
	pipe := node.Pipe
	place := Place{
		Template: r.template,
		Line:     r.lineOf(node.Pos),
		Action:   true,
		Define:   r.define,
		Source:   pipe.String(),
		Guard:    r.guard,
	}
	place.reads, place.calls = r.scope.use(pipe)
	r.scope.declare(pipe)
	bareArguments(pipe)
	if len(pipe.Decl) > 0 || r.silent {
		return
	}
	pipe.Cmds = append(pipe.Cmds, r.marking(nameMark, r.trace.add(place)))
}

// include writes {{template "name" pipe}} as an action, whose output can have marks around it: it is the same template.
func (r *rewriter) include(node *parse.TemplateNode) parse.Node {
	argument := parse.Node(&parse.NilNode{NodeType: parse.NodeNil})
	if node.Pipe != nil {
		argument = node.Pipe
	}
	quoted := &parse.StringNode{NodeType: parse.NodeString, Quoted: strconv.Quote(node.Name), Text: node.Name}
	command := function("include")
	command.Args = append(command.Args, quoted, argument)
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Pos: node.Pos, Cmds: []*parse.CommandNode{command}}
	action := &parse.ActionNode{NodeType: parse.NodeAction, Pos: node.Pos, Pipe: pipe}
	r.action(action)
	return action
}

func (r *rewriter) branch(word string, node *parse.BranchNode) {
	outer, outerScope, outerKeys := r.guard, r.scope, r.keys
	guard := Guard{
		Parent: outer, Word: word, Pipeline: node.Pipe.String(), Line: r.lineOf(node.Pos), atTop: r.define == "",
	}
	guard.reads, _ = outerScope.use(node.Pipe)
	bound := outerScope.resolve(node.Pipe)
	declared := len(node.Pipe.Decl)
	if word == "range" && r.withKeys && !r.silent {
		r.nameKey(node.Pipe)
	}
	bareArguments(node.Pipe)

	r.guard = r.trace.guard(guard)
	r.scope = outerScope.inside(word, node.Pipe, declared, bound, r.guard)
	r.list(node.List)
	r.keys, r.scope = outerKeys, outerScope.inside("else", nil, 0, value{}, -1)
	if node.ElseList != nil {
		guard.Else = true
		r.guard = r.trace.guard(guard)
		r.list(node.ElseList)
	}
	r.guard, r.scope = outer, outerScope
}

func (t *Trace) guard(guard Guard) int {
	t.guards = append(t.guards, guard)
	return len(t.guards) - 1
}

// nameKey gives the key of a range a variable where it has none.
func (r *rewriter) nameKey(pipe *parse.PipeNode) {
	variable := func(name string) *parse.VariableNode {
		return &parse.VariableNode{NodeType: parse.NodeVariable, Ident: []string{name}}
	}
	name := "$surefootKey" + strconv.Itoa(len(r.trace.guards))
	switch {
	case len(pipe.Decl) == 2:
		name = pipe.Decl[0].Ident[0]
	case len(pipe.Decl) == 1 && pipe.IsAssign:
		name = `""` // A variable of the template's own would have to exist.
	case len(pipe.Decl) == 1:
		pipe.Decl = []*parse.VariableNode{variable(name), pipe.Decl[0]}
	default:
		pipe.Decl = []*parse.VariableNode{variable(name), variable(name + "Value")}
	}
	r.keys = append(slices.Clone(r.keys), name)
}

// text writes literal text as actions that print it, with a mark before its first visible character and before that of
// every line that begins in it. An action can end in "{", which text before another action cannot; whitespace stays text,
// since a define that has nothing else counts as empty.
func (r *rewriter) text(node *parse.TextNode) string {
	text := string(node.Text)
	if strings.TrimSpace(text) == "" {
		return text
	}
	if r.silent {
		return literal(text)
	}
	var out, plain strings.Builder
	pos := int(node.Pos)
	for line := range strings.SplitAfterSeq(text, "\n") {
		visible := strings.TrimLeftFunc(line, unicode.IsSpace)
		if visible == "" {
			plain.WriteString(line)
		} else {
			plain.WriteString(line[:len(line)-len(visible)])
			id := r.trace.add(Place{
				Template: r.template,
				Line:     r.lineOf(parse.Pos(pos + len(line) - len(visible))),
				Define:   r.define,
				Guard:    r.guard,
			})
			if len(r.keys) == 0 {
				plain.WriteString(startMark(id))
			} else {
				out.WriteString(literal(plain.String()))
				plain.Reset()
				out.WriteString("{{" + r.marking(nameTextMark, id).String() + "}}")
			}
			plain.WriteString(visible)
		}
		pos += len(line)
	}
	out.WriteString(literal(plain.String()))
	return out.String()
}

func literal(text string) string {
	if text == "" {
		return ""
	}
	return "{{" + strconv.Quote(text) + "}}"
}

// marking is the call that marks: the id and the keys of the ranges around.
func (r *rewriter) marking(name string, id int) *parse.CommandNode {
	command := function(name)
	command.Args = append(command.Args, &parse.NumberNode{
		NodeType: parse.NodeNumber, IsInt: true, Int64: int64(id), Text: strconv.Itoa(id),
	})
	for _, key := range r.keys {
		if key == `""` {
			command.Args = append(command.Args, &parse.StringNode{NodeType: parse.NodeString, Quoted: key})
			continue
		}
		command.Args = append(command.Args, &parse.VariableNode{NodeType: parse.NodeVariable, Ident: []string{key}})
	}
	return command
}

func function(name string) *parse.CommandNode {
	return &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(name)}}
}
