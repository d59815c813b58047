package trace

import "text/template/parse"

// What a function does with the text in its arguments decides whether it may see marks.
type sight int

const (
	// passesOn: the marks come out again where the text does, or the function asks only whether there is any text.
	passesOn sight = iota
	// looksAtText: it compares or cuts text, and does not look for text within a map or a list.
	looksAtText
	// looksDeep: it looks into everything. So does every function that is not listed.
	looksDeep
	// writesTemplate: a template of its own, which is rewritten as the file was.
	writesTemplate
)

// sights of the arguments of a function, the first argument first; the last one counts for all that follow.
var sights = map[string][]sight{
	"and": {passesOn}, "or": {passesOn}, "not": {passesOn}, "empty": {passesOn},
	"default": {passesOn}, "coalesce": {passesOn}, "ternary": {passesOn}, "required": {looksDeep, passesOn},
	"include": {looksAtText, passesOn}, "tpl": {writesTemplate, passesOn},
	"indent": {passesOn}, "nindent": {passesOn}, "trim": {passesOn},
	"list": {passesOn}, "tuple": {passesOn}, "append": {passesOn}, "prepend": {passesOn}, "concat": {passesOn},
	"pick": {passesOn, looksAtText}, "omit": {passesOn, looksAtText},
	"deepCopy": {passesOn}, "mustDeepCopy": {passesOn}, "values": {passesOn}, "first": {passesOn}, "last": {passesOn},
	// A map of the chart's values must stay free of marks, or every look into it would have to search it.
	"set": {passesOn, looksAtText, looksDeep}, "unset": {passesOn, looksAtText},
	"index": {passesOn, looksAtText}, "get": {passesOn, looksAtText}, "hasKey": {passesOn, looksAtText},
	"keys": {passesOn}, "pluck": {looksAtText, passesOn}, "dig": {looksAtText}, "len": {looksAtText},
	"eq": {looksAtText}, "ne": {looksAtText}, "lt": {looksAtText}, "le": {looksAtText}, "gt": {looksAtText},
	"ge": {looksAtText}, "kindIs": {looksAtText}, "kindOf": {looksAtText}, "typeIs": {looksAtText},
	"typeOf": {looksAtText}, "typeIsLike": {looksAtText},
	nameMark: {passesOn}, nameTextMark: {passesOn}, nameStrip: {passesOn}, nameStripText: {passesOn},
}

func sightOf(name string, argument int) sight {
	if name == "dict" {
		// Key, value, key, value.
		if argument%2 == 0 {
			return looksAtText
		}
		return passesOn
	}
	known, found := sights[name]
	if !found {
		return looksDeep
	}
	return known[min(argument, len(known)-1)]
}

// bareArguments makes every function that looks into text see it without marks.
func bareArguments(pipe *parse.PipeNode) {
	if pipe == nil {
		return
	}
	commands := make([]*parse.CommandNode, 0, len(pipe.Cmds))
	for i, command := range pipe.Cmds {
		sightAt := func(int) sight { return passesOn }
		switch called := command.Args[0].(type) {
		case *parse.IdentifierNode:
			sightAt = func(argument int) sight { return sightOf(called.Ident, argument) }
		case *parse.FieldNode, *parse.ChainNode, *parse.VariableNode:
			// A method such as .Files.Get, or a field, which takes no argument.
			sightAt = func(int) sight { return looksDeep }
		}
		for k, argument := range command.Args {
			switch argument := argument.(type) {
			case *parse.PipeNode:
				bareArguments(argument)
			case *parse.ChainNode:
				if inner, ok := argument.Node.(*parse.PipeNode); ok {
					bareArguments(inner)
				}
			}
			if k > 0 {
				command.Args[k] = bare(argument, sightAt(k-1))
			}
		}
		// What comes through the pipe is the last argument.
		if i > 0 {
			if name := stripper(sightAt(len(command.Args) - 1)); name != "" {
				commands = append(commands, function(name))
			}
		}
		commands = append(commands, command)
	}
	pipe.Cmds = commands
}

func stripper(sight sight) string {
	switch sight {
	case looksAtText:
		return nameStripText
	case looksDeep:
		return nameStrip
	case writesTemplate:
		return nameTemplate
	}
	return ""
}

func bare(argument parse.Node, sight sight) parse.Node {
	switch argument := argument.(type) {
	case *parse.StringNode:
		if sight != writesTemplate {
			return argument
		}
	case *parse.NumberNode, *parse.BoolNode, *parse.NilNode:
		return argument
	case *parse.FieldNode:
		if sight == looksDeep && isOfRelease(argument.Ident) {
			return argument
		}
	case *parse.VariableNode:
		if sight == looksDeep && argument.Ident[0] == "$" && isOfRelease(argument.Ident[1:]) {
			return argument
		}
	}
	name := stripper(sight)
	if name == "" {
		return argument
	}
	call := function(name)
	call.Args = append(call.Args, argument)
	return &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{call}}
}

// isOfRelease tells what no mark comes into, since "set" takes none into a map.
func isOfRelease(names []string) bool {
	if len(names) == 0 {
		return false
	}
	switch names[0] {
	case "Values", "Chart", "Release", "Capabilities", "Template", "Files":
		return true
	}
	return false
}
