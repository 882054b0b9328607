using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>Delegates in signatures, and events.</summary>
internal sealed partial class InterfaceReader
{
    private readonly List<DelegateModel> _delegates = [];
    private readonly HashSet<string> _begunDelegates = [];

    private void ReadEvent(INamedTypeSymbol declaring, IEventSymbol raised)
    {
        if (ReadValue(raised, raised.Type, out string? reason) is not { } value)
        {
            Refuse(raised, Diagnostics.MemberNotShared, $"its type is {Short(raised.Type)}: {reason}");
            return;
        }

        DelegateModel type = _delegates.First(one => one.Type == value.WireType);
        if (!type.CanPost)
        {
            Refuse(raised, Diagnostics.MemberNotShared, "its handlers give something back, and whoever raises it waits for no other process; use a delegate without result, ref, in and span parameters");
            return;
        }

        var handler = new ParameterModel("value", value, RefKind.None, isScoped: false, null, isParams: false);
        var nothing = new ValueModel("void", "void", Travel.Nothing);
        _members.Add(new MemberModel(MemberKind.Event, Escape(raised.Name), declaring.ToDisplayString(ValueReader.Source), $"add_{raised.Name}({TextOf(raised.Type, value)})", [handler], nothing, ResultForm.Direct));
    }

    /// <summary>How a type of a signature travels; a delegate with all that its own signature names.</summary>
    private ValueModel? ReadValue(ISymbol member, ITypeSymbol type, out string? reason)
    {
        ValueModel? value = ValueReader.TryRead(type, _shared, out reason);
        if (value is not { Travel: Travel.Callback }) return value;
        // One that names itself is read already.
        if (!_begunDelegates.Add(value.WireType)) return value;
        return ReadDelegate(member, (INamedTypeSymbol)type, value.WireType, out reason) ? value : null;
    }

    private bool ReadDelegate(ISymbol member, INamedTypeSymbol type, string source, out string? reason)
    {
        if (type.DelegateInvokeMethod is not { } invoke)
        {
            reason = "its signature is known only when it runs; declare a delegate type, as Action<T> or Func<T>";
            return false;
        }

        (ITypeSymbol result, ResultForm form) = Unwrap(invoke.ReturnType);
        if (invoke.ReturnsByRef || invoke.ReturnsByRefReadonly)
        {
            reason = "it returns a reference into its process's memory; return the value";
            return false;
        }

        var parameters = new List<ParameterModel>();
        var texts = new List<string>();
        foreach (IParameterSymbol parameter in invoke.Parameters)
        {
            ParameterModel? read = ReadDelegateParameter(member, invoke, parameter, form, out reason);
            if (read is null) return false;
            parameters.Add(read);
            if (read.IsSent || read.IsReturned) texts.Add(KindText(read.Kind) + TextOf(parameter.Type, read.Value));
        }

        if (ReadValue(member, result, out reason) is not { } value)
        {
            reason = $"its result is {Short(result)}: {reason}";
            return false;
        }

        string identity = $"Invoke({string.Join(",", texts)}):{(form == ResultForm.Direct ? "" : "async ")}{TextOf(result, value)}";
        _delegates.Add(new DelegateModel(source, new MemberModel(MemberKind.Method, "Invoke", source, identity, parameters, value, form)));
        return true;
    }

    private ParameterModel? ReadDelegateParameter(ISymbol member, IMethodSymbol invoke, IParameterSymbol parameter, ResultForm form, out string? reason)
    {
        string source = parameter.Type.ToDisplayString(ValueReader.Source);
        reason = null;
        // Who raised an event: each process knows its own stand-in.
        bool isSender = parameter is { Ordinal: 0, Type.SpecialType: SpecialType.System_Object, RefKind: RefKind.None } && invoke.Parameters.Length == 2;
        bool isEmpty = ProductTypes.FullName(parameter.Type) == "System.EventArgs";
        ValueModel? value = isSender || isEmpty ? new ValueModel(source, "", isSender ? Travel.Sender : Travel.NoArguments) : ReadValue(member, parameter.Type, out reason);
        if (value is null)
        {
            reason = $"its parameter '{parameter.Name}' is {Short(parameter.Type)}: {reason}";
            return null;
        }

        if (parameter.RefKind != RefKind.None && (value.Travel != Travel.Value || form != ResultForm.Direct))
        {
            reason = $"its parameter '{parameter.Name}' is {KindText(parameter.RefKind).Trim()} {Short(parameter.Type)}, which is not exported; pass it by value";
            return null;
        }

        return new ParameterModel(Escape(parameter.Name), value, parameter.RefKind, parameter.ScopedKind != ScopedKind.None, null, isParams: false);
    }
}
