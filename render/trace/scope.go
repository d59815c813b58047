package trace

import (
	"maps"
	"slices"
	"text/template/parse"
)

// value is what an expression stands for, as a way from the argument of the template or define that it stands in. The
// argument of a file is the release, so .Values.a.b there is the way Values, a, b.
type value struct {
	known bool
	way   []step
	// A dict whose entries are known, as charts pass several things to a define.
	entries map[string]value
}

// step is a key, or, where name is "", the key that the range with this number is at.
type step struct {
	name  string
	guard int
}

// call is the use of a define, and what it is given.
type call struct {
	define   string
	argument value
}

// scope is what the dot and the variables stand for at one place of a template.
type scope struct {
	dot       value
	variables map[string]value
}

func newScope() *scope { return &scope{dot: value{known: true}, variables: map[string]value{}} }

// inside gives the scope of what a branch guards.
func (s *scope) inside(word string, pipe *parse.PipeNode, declared int, bound value, guard int) *scope {
	inner := &scope{s.dot, maps.Clone(s.variables)}
	if pipe == nil {
		return inner
	}
	if word == "range" {
		bound = bound.item(guard)
		for _, variable := range pipe.Decl {
			inner.variables[variable.Ident[0]] = value{} // A key, in the end overwritten by the item.
		}
	}
	if declared > 0 {
		inner.variables[pipe.Decl[len(pipe.Decl)-1].Ident[0]] = bound
	}
	if word != "if" {
		inner.dot = bound
	}
	return inner
}

// declare notes what {{ $name := … }} and {{ $name = … }} set.
func (s *scope) declare(pipe *parse.PipeNode) {
	if len(pipe.Decl) == 1 {
		s.variables[pipe.Decl[0].Ident[0]] = s.resolve(pipe)
	}
}

func (v value) step(names ...string) value {
	for _, name := range names {
		if v.entries != nil {
			v = v.entries[name]
			continue
		}
		if !v.known {
			return value{}
		}
		v = value{known: true, way: append(slices.Clip(v.way), step{name: name})}
	}
	return v
}

func (v value) item(guard int) value {
	if !v.known || v.entries != nil {
		return value{}
	}
	return value{known: true, way: append(slices.Clip(v.way), step{guard: guard})}
}

// resolve says what a pipeline stands for, where that is one thing.
func (s *scope) resolve(pipe *parse.PipeNode) value {
	if pipe == nil || len(pipe.Cmds) == 0 {
		return value{}
	}
	current := s.command(pipe.Cmds[0], nil)
	for _, command := range pipe.Cmds[1:] {
		current = s.command(command, &current)
	}
	return current
}

func (s *scope) command(command *parse.CommandNode, piped *value) value {
	called, isFunction := command.Args[0].(*parse.IdentifierNode)
	if !isFunction {
		if len(command.Args) > 1 || piped != nil {
			return value{} // A method.
		}
		return s.node(command.Args[0])
	}
	arguments := make([]value, 0, len(command.Args))
	for _, argument := range command.Args[1:] {
		arguments = append(arguments, s.node(argument))
	}
	if piped != nil {
		arguments = append(arguments, *piped)
	}
	switch called.Ident {
	case "default", "required", "deepCopy", "mustDeepCopy":
		if len(arguments) > 0 {
			return arguments[len(arguments)-1]
		}
	case "index", "get":
		if len(arguments) == 0 {
			return value{}
		}
		current := arguments[0]
		for _, key := range command.Args[min(2, len(command.Args)):] {
			text, ok := key.(*parse.StringNode)
			if !ok {
				return value{}
			}
			current = current.step(text.Text)
		}
		return current
	case "dict":
		entries := map[string]value{}
		for i := 0; i+1 < len(arguments); i += 2 {
			if key, ok := command.Args[1+i].(*parse.StringNode); ok {
				entries[key.Text] = arguments[i+1]
			}
		}
		return value{entries: entries}
	}
	return value{}
}

func (s *scope) node(node parse.Node) value {
	switch node := node.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return s.dot.step(node.Ident...)
	case *parse.VariableNode:
		if node.Ident[0] == "$" {
			return value{known: true}.step(node.Ident[1:]...)
		}
		return s.variables[node.Ident[0]].step(node.Ident[1:]...)
	case *parse.ChainNode:
		return s.node(node.Node).step(node.Field...)
	case *parse.PipeNode:
		return s.resolve(node)
	}
	return value{}
}

// use lists what a pipeline reads, and the defines that it uses with what it gives them.
func (s *scope) use(pipe *parse.PipeNode) (reads []value, calls []call) {
	var visit func(node parse.Node)
	visitPipe := func(pipe *parse.PipeNode) {
		for i, command := range pipe.Cmds {
			if name, ok := command.Args[0].(*parse.IdentifierNode); ok {
				switch name.Ident {
				case "include":
					if define, argument, ok := s.include(command, pipe.Cmds[:i]); ok {
						calls = append(calls, call{define, argument})
					}
				case "index", "get":
					if read := s.command(command, nil); read.known {
						reads = append(reads, read)
						continue
					}
				}
			}
			for _, argument := range command.Args {
				visit(argument)
			}
		}
	}
	visit = func(node parse.Node) {
		switch node := node.(type) {
		case *parse.PipeNode:
			visitPipe(node)
		case *parse.ChainNode:
			if read := s.node(node); read.known {
				reads = append(reads, read)
			} else {
				visit(node.Node)
			}
		case *parse.FieldNode, *parse.VariableNode:
			if read := s.node(node); read.known && len(read.way) > 0 {
				reads = append(reads, read)
			}
		case *parse.DotNode:
			if len(s.dot.way) > 0 {
				reads = append(reads, s.dot)
			}
		}
	}
	if pipe != nil {
		visitPipe(pipe)
	}
	return reads, calls
}

// include reads {{ include "name" argument }} and {{ argument | include "name" }}.
func (s *scope) include(command *parse.CommandNode, before []*parse.CommandNode) (string, value, bool) {
	if len(command.Args) < 2 {
		return "", value{}, false
	}
	name, ok := command.Args[1].(*parse.StringNode)
	if !ok {
		return "", value{}, false
	}
	if len(command.Args) > 2 {
		return name.Text, s.node(command.Args[2]), true
	}
	if len(before) == 0 {
		return "", value{}, false
	}
	return name.Text, s.resolve(&parse.PipeNode{Cmds: before}), true
}
