import { write } from "../../render/terminal.ts";

/*
 * Each script asks the command itself for candidates, and hands it words as they are, never as code: names come from sources, and may
 * have in them whatever a shell would run. The answer is a candidate in each line, with a tab before what it is; `:files` alone in the
 * last line says that files will do as well.
 */

/**
 * bash breaks words at `@`, `:` and `=`, and replaces what comes after the last of them only; so it tells the whole line, and is told in
 * the first line which word that leaves unfinished.
 */
const BASH = `_namesake() {
	local word="" candidate line files="" quote=""
	local -a lines=()
	COMPREPLY=()
	while IFS= read -r line; do lines+=("$line"); done < <("$1" complete --line "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
	[ \${#lines[@]} -gt 0 ] || return 0
	word=\${lines[0]#?}
	quote=\${lines[0]%"$word"}
	local before=\${word%"$2"}
	[ "$quote" = " " ] || before=""
	for line in "\${lines[@]:1}"; do
		if [ "$line" = ":files" ]; then files=yes; continue; fi
		candidate=\${line%%$'\\t'*}
		candidate=\${candidate#"$before"}
		[ "$quote" = " " ] && printf -v candidate %q "$candidate"
		COMPREPLY+=("$candidate")
	done
	[ -z "$files" ] || [ \${#COMPREPLY[@]} -gt 0 ] || compopt -o default -o filenames 2>/dev/null
}
complete -F _namesake namesake
`;

const ZSH = `#compdef namesake
_namesake() {
	local line files="" current=$PREFIX
	local -a lines shown
	[[ -n $compstate[quote] ]] || current=\${(Q)PREFIX}
	lines=("\${(@f)$("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT-1]}" "$current" 2>/dev/null)}")
	for line in $lines; do
		if [[ $line == ":files" ]]; then files=yes; continue; fi
		line=\${line//\\\\/\\\\\\\\}
		shown+=("\${\${line//:/\\\\:}/$'\\t'/:}")
	done
	if (( $#shown )); then _describe -V namesake shown; elif [[ -n $files ]]; then _files; fi
}
if [[ $funcstack[1] == _namesake ]]; then _namesake "$@"; else compdef _namesake namesake; fi
`;

const FISH = `function __namesake_complete
	set -l words (commandline -opc)
	set -l current (commandline -ct)
	set -l lines ($words[1] complete -- $words[2..-1] (string unescape -- "$current"; or echo -- "$current") 2>/dev/null)
	set -l candidates (string match -v -- ":files" $lines)
	if test (count $candidates) -gt 0
		printf '%s\\n' $candidates
	else if contains -- ":files" $lines
		__fish_complete_path "$current"
	end
end
complete -c namesake -f -a '(__namesake_complete)'
`;

/** Shells for which there is a script. */
export type Shell = "bash" | "fish" | "zsh";

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

/** Prints the script that makes a shell complete what is typed behind `namesake`. */
export async function printScript(shell: Shell): Promise<void> {
	await write(process.stdout, SCRIPTS[shell]);
}
