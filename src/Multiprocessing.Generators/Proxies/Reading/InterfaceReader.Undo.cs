using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>Which member undoes which.</summary>
internal sealed partial class InterfaceReader
{
    private readonly List<(ISymbol Member, MemberModel Model, string Name, string Argument)> _undone = [];

    private void ReadUndo(ISymbol member, MemberModel made, string result)
    {
        if (MarkOf(member, "UndoneByAttribute")?.ConstructorArguments.FirstOrDefault().Value is not string name) return;
        if (made.Result.Travel != Travel.Value || made.Parameters.Any(static parameter => parameter.IsReturned))
            Refuse(member, Diagnostics.MemberNotShared, $"what undoes it, '{name}', is called with its result alone, which must be a value; return one, and nothing by out or ref");
        else
            _undone.Add((member, made, name, result));
    }

    // When all members are known: what undoes one takes what the one returns, and returns nothing.
    private void CheckUndoes()
    {
        foreach ((ISymbol member, MemberModel made, string name, string argument) in _undone)
        {
            string identity = $"{name}({argument}):";
            if (_members.Any(one => one.Kind == MemberKind.Method && one.Identity.StartsWith(identity, StringComparison.Ordinal) && one.Result.Travel == Travel.Nothing)) made.UndoneBy = identity;
            else Refuse(member, Diagnostics.MemberNotShared, $"the interface has no method '{name}' that takes {argument} and returns nothing, so that it could undo it; declare one");
        }
    }
}
