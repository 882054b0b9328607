using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Proxies.Emission;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>Reads a shared interface; what of it cannot be exported is noted with its place.</summary>
internal sealed partial class InterfaceReader
{
    private readonly INamedTypeSymbol _type;
    private readonly Location _place;
    private readonly SharedTypes _shared;
    private readonly List<MemberModel> _members = [];
    private readonly List<Finding> _findings = [];
    private bool _closesAsync;

    /// <param name="type">The interface.</param>
    /// <param name="place">Where it is marked, or named with its type arguments: findings about members that do not stand in it stand there.</param>
    /// <param name="shared">Which interfaces travel by reference.</param>
    internal InterfaceReader(INamedTypeSymbol type, Location place, SharedTypes shared)
    {
        _type = type;
        _place = place;
        _shared = shared;
    }

    internal IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The interface, a generic one as it is declared; null when it cannot be exported.</summary>
    internal InterfaceModel? Read()
    {
        CheckInterface();
        return ReadMembers() ? ModelOf(IdentifierOf(_type), TwinsNameOf(_type)) : null;
    }

    /// <summary>A generic interface with its type arguments; null when it cannot be exported.</summary>
    /// <param name="generatedName">What the names of its generated types begin with.</param>
    /// <param name="twins">The interface of its asynchronous twins, with the same type arguments; null when there is none.</param>
    internal InterfaceModel? ReadForm(string generatedName, string? twins) => ReadMembers() ? ModelOf(generatedName, twins) : null;

    /// <summary>The interface of the asynchronous twins of an interface; of a generic one with the same type arguments.</summary>
    internal static string TwinsNameOf(INamedTypeSymbol type) => $"global::Multiprocessing.Generated.{IdentifierOf(type.OriginalDefinition)}_Twins"
        + (type.IsGenericType ? $"<{string.Join(", ", type.TypeArguments.Select(static argument => argument.ToDisplayString(ValueReader.Source)))}>" : "");

    /// <summary>The name of a type as one identifier.</summary>
    internal static string IdentifierOf(INamedTypeSymbol type)
    {
        var text = new System.Text.StringBuilder();
        foreach (char letter in type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat).Replace("?", ""))
        {
            text.Append(letter switch
            {
                '.' => "_",
                '<' => "_Of_",
                ',' => "_And_",
                '[' => "_Array",
                '(' => "_Tuple_",
                _ when char.IsLetterOrDigit(letter) || letter == '_' => letter.ToString(),
                _ => "",
            });
        }

        return text.ToString();
    }

    /// <summary>The types in the signatures of an interface.</summary>
    internal static IEnumerable<ITypeSymbol> TypesOf(INamedTypeSymbol type) => type.AllInterfaces.Append(type).SelectMany(static declaring => declaring.GetMembers()).SelectMany(static member => member switch
    {
        IMethodSymbol method => method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType),
        IPropertySymbol property => [property.Type],
        IEventSymbol raised => [raised.Type],
        _ => (IEnumerable<ITypeSymbol>)[],
    });

    private bool ReadMembers()
    {
        foreach (INamedTypeSymbol declaring in _type.AllInterfaces.Reverse().Append(_type))
        {
            if (ProductTypes.FullName(declaring) == "System.IDisposable") continue;
            if (ProductTypes.FullName(declaring) == "System.IAsyncDisposable")
            {
                _closesAsync = true;
                continue;
            }

            foreach (ISymbol member in declaring.GetMembers()) Read(declaring, member);
        }

        CheckUndoes();
        return _findings.Count == 0;
    }

    private InterfaceModel ModelOf(string generatedName, string? twins)
    {
        InterfaceModel model = BareModelOf(generatedName);
        if (TwinEmitter.TwinnedOf(model).Count > 0) model.Twins = twins;
        // A generic interface has no proxy itself, but its closed forms have.
        if (model.TypeParameters.Length == 0) model.TwinSets = TwinSetsOf(model);
        return model;
    }

    private InterfaceModel BareModelOf(string generatedName)
    {
        string space = _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString();
        string bare = _type.Name.Length > 1 && _type.Name[0] == 'I' && char.IsUpper(_type.Name[1]) ? _type.Name.Substring(1) : _type.Name;
        return new InterfaceModel(_type.ToDisplayString(ValueReader.Source), space, bare, generatedName, NameFrom(_type) ?? bare, IsPublic() && !_shared.IsForeign(_type), Ordered(), _closesAsync)
        {
            TypeParameters = _type.IsDefinition && _type.IsGenericType ? TypeParametersOf(_type) : "",
            Constraints = _type.IsDefinition ? ConstraintsOf(_type) : "",
            Turn = TurnOf(_type),
            Delegates = _delegates,
        };
    }

    private static string? NameFrom(INamedTypeSymbol type) => Mark(type)?.ConstructorArguments.Select(static argument => argument.Value as string).FirstOrDefault();

    private static int TurnOf(INamedTypeSymbol type) => Mark(type)?.NamedArguments.Where(static argument => argument.Key == "Turn").Select(static argument => argument.Value.Value as int? ?? 0).FirstOrDefault() ?? 0;

    private static AttributeData? Mark(INamedTypeSymbol type) => MarkOf(type, "SharedAttribute");

    private static string TypeParametersOf(INamedTypeSymbol type) => $"<{string.Join(", ", type.TypeParameters.Select(static parameter => parameter.Name))}>";

    // As the declaration's "where" clauses, which what is generated for it repeats.
    private static string ConstraintsOf(INamedTypeSymbol type)
    {
        string text = type.ToDisplayString(ValueReader.Source.WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints));
        int at = text.IndexOf(" where ", StringComparison.Ordinal);
        return at < 0 ? "" : text.Substring(at);
    }

    // Nothing on the wire depends on the order; a fixed one keeps the generated file the same.
    private List<MemberModel> Ordered() => [.. _members.GroupBy(static member => (member.Owner, member.Identity)).Select(static group => group.First())];

    private bool IsPublic()
    {
        for (INamedTypeSymbol? type = _type; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility != Accessibility.Public) return false;
        }

        return true;
    }

    private void CheckInterface()
    {
        for (INamedTypeSymbol? type = _type; type is not null; type = type.ContainingType)
        {
            if (type.IsGenericType && !SymbolEqualityComparer.Default.Equals(type, _type)) Refuse(_type, Diagnostics.InterfaceNotShared, "it is nested in a generic type; declare it outside, with type parameters of its own");
            if (type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal) || type.IsFileLocal)
                Refuse(_type, Diagnostics.InterfaceNotShared, "its proxy could not name it; make it internal or public");
        }
    }

    private void Read(INamedTypeSymbol declaring, ISymbol member)
    {
        // What has a body of its own and cannot be overridden, and what is static and has a body, runs where it is called.
        if (!member.IsAbstract && !member.IsVirtual) return;
        if (member.IsStatic)
        {
            Refuse(member, Diagnostics.MemberNotShared, "it is static and belongs to no object; make it an instance member");
            return;
        }

        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                ReadMethod(declaring, method);
                break;
            case IPropertySymbol property:
                ReadProperty(declaring, property);
                break;
            case IEventSymbol raised:
                ReadEvent(declaring, raised);
                break;
        }
    }

    private void ReadMethod(INamedTypeSymbol declaring, IMethodSymbol method)
    {
        if (method.IsGenericMethod)
        {
            Refuse(method, Diagnostics.MemberNotShared, "its type arguments are known only when it is called; declare a method for each type");
            return;
        }

        (ITypeSymbol result, ResultForm form) = Unwrap(method.ReturnType);
        Add(declaring, method, MemberKind.Method, method.Name, method.Name, method.Parameters, result, form, method.ReturnsByRef || method.ReturnsByRefReadonly);
    }

    private void ReadProperty(INamedTypeSymbol declaring, IPropertySymbol property)
    {
        string name = property.IsIndexer ? "this" : property.Name;
        if (property.GetMethod is { } get)
            Add(declaring, property, MemberKind.Get, name, "get_" + property.MetadataName, get.Parameters, property.Type, ResultForm.Direct, property.ReturnsByRef || property.ReturnsByRefReadonly);
        if (property.SetMethod is not { } set) return;
        if (set.IsInitOnly) Refuse(property, Diagnostics.MemberNotShared, "an init accessor runs while the object is made, which is not here; use set, or an argument of the factory");
        else Add(declaring, property, MemberKind.Set, name, "set_" + property.MetadataName, set.Parameters, set.ReturnType, ResultForm.Direct, isRef: false);
    }

    private void Add(INamedTypeSymbol declaring, ISymbol member, MemberKind kind, string name, string wireName, IEnumerable<IParameterSymbol> parameters, ITypeSymbol result, ResultForm form, bool isRef)
    {
        if (isRef)
        {
            Refuse(member, Diagnostics.MemberNotShared, "it returns a reference into the object's memory, which is another process's; return the value");
            return;
        }

        var read = new List<ParameterModel>();
        var texts = new List<string>();
        foreach (IParameterSymbol parameter in parameters)
        {
            if (ReadParameter(member, parameter, form) is not { } model) return;
            read.Add(model);
            if (model.IsSent || model.IsReturned) texts.Add(KindText(model.Kind) + TextOf(parameter.Type, model.Value));
        }

        if (ReadValue(member, result, out string? reason) is not { } value)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its result is {Short(result)}: {reason}");
            return;
        }

        if (value.Travel == Travel.Progress)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its result is {Short(result)}, which hears of the progress of a call; make it a parameter of that call");
            return;
        }

        // A stream is another answer than a task of one.
        string mark = form == ResultForm.Direct && value.Travel == Travel.Sequence ? "~" : "";
        string identity = $"{wireName}({string.Join(",", texts)}):{mark}{TextOf(result, value)}";
        var made = new MemberModel(kind, name == "this" ? name : Escape(name), declaring.ToDisplayString(ValueReader.Source), identity, read, value, form);
        ReadUndo(member, made, TextOf(result, value));
        if (made.IsStream && read.FirstOrDefault(static parameter => parameter.Value.Travel == Travel.Progress || parameter.Value is { Travel: Travel.Bytes, IsRetained: false }) is { } lent)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its parameter '{lent.Name}' is lent to the call that begins the stream, which ends before it; {(lent.Value.Travel == Travel.Bytes ? "mark it with [Retained]" : "let the items tell the progress")}");
            return;
        }

        if (made.IsStream && read.FirstOrDefault(static parameter => parameter.Kind != RefKind.None || parameter.Value.Travel == Travel.Span) is { } unkept)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its parameter '{unkept.Name}' is gone when the stream begins; pass it by value, a span as an array");
            return;
        }

        made.IsReading = MarkOf(member, "ReadsAttribute") is not null;
        made.CallTimeout = TimeoutOf(member) ?? TimeoutOf(declaring) ?? TimeoutOf(_type) ?? 0;
        if (TimeoutOf(member) is { } limit && !(limit >= 1)) Refuse(member, Diagnostics.MemberNotShared, $"its time limit is {limit / 1000} s; give 0.001 s or more");
        _members.Add(made);
    }

    private static double? TimeoutOf(ISymbol marked) => MarkOf(marked, "CallTimeoutAttribute") is { ConstructorArguments: { Length: 1 } given } && given[0].Value is double seconds ? seconds * 1000 : null;

    private static AttributeData? MarkOf(ISymbol marked, string attribute) => marked.GetAttributes().FirstOrDefault(one => one.AttributeClass is { } declared && declared.Name == attribute && ProductTypes.IsOfProduct(declared));

    private ParameterModel? ReadParameter(ISymbol member, IParameterSymbol parameter, ResultForm form)
    {
        if (ReadValue(member, parameter.Type, out string? reason) is not { } value)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its parameter '{parameter.Name}' is {Short(parameter.Type)}: {reason}");
            return null;
        }

        if (form != ResultForm.Direct && parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its parameter '{parameter.Name}' is {KindText(parameter.RefKind).Trim()}, which an asynchronous result cannot set; return a tuple");
            return null;
        }

        if (parameter.RefKind != RefKind.None && value.Travel is not Travel.Value)
        {
            Refuse(member, Diagnostics.MemberNotShared, $"its parameter '{parameter.Name}' is {KindText(parameter.RefKind).Trim()} {Short(parameter.Type)}, which is not exported; pass it by value");
            return null;
        }

        value.IsRetained = parameter.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "RetainedAttribute" } declared && ProductTypes.IsOfProduct(declared));
        string? standard = parameter.HasExplicitDefaultValue ? DefaultOf(parameter) : null;
        return new ParameterModel(Escape(parameter.Name), value, parameter.RefKind, parameter.ScopedKind != ScopedKind.None, standard, parameter.IsParams);
    }

    private void Refuse(ISymbol member, DiagnosticDescriptor rule, string reason)
    {
        // An inherited member may be declared in another assembly, or stand well in an interface that is not shared.
        Location? own = !_type.IsDefinition ? null : SymbolEqualityComparer.Default.Equals(member, _type) || SymbolEqualityComparer.Default.Equals(member.ContainingType, _type) ? member.Locations.FirstOrDefault(static one => one.IsInSource) : null;
        string name = SymbolEqualityComparer.Default.Equals(member, _type) ? _type.Name : $"{member.ContainingType.Name}.{member.Name}";
        var finding = new Finding(rule, own ?? _place, name, reason);
        if (!_findings.Contains(finding)) _findings.Add(finding);
    }

    private static (ITypeSymbol Result, ResultForm Form) Unwrap(ITypeSymbol type)
    {
        string name = ProductTypes.FullName(type);
        ResultForm form = name switch
        {
            "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" => ResultForm.Task,
            "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1" => ResultForm.ValueTask,
            _ => ResultForm.Direct,
        };
        if (form == ResultForm.Direct) return (type, form);
        return type is INamedTypeSymbol { TypeArguments.Length: 1 } generic ? (generic.TypeArguments[0], form) : (VoidOf(type), form);
    }

    // "void" as a symbol: the type that Task.Dispose returns.
    private static ITypeSymbol VoidOf(ITypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>().First(static method => method.ReturnsVoid).ReturnType;

    private string TextOf(ITypeSymbol type, ValueModel value) => value.Travel switch
    {
        Travel.Callback => $"&{TypeText.Of(type)} {_delegates.FirstOrDefault(one => one.Type == value.WireType)?.Invoke.Identity}",
        Travel.Reference => "&" + TypeText.Of(type),
        Travel.Bytes => $"&{TypeText.Of(type)}{(value.IsRetained ? " retained" : "")}",
        _ => (LivingEmitter.IsLiving(value.Travel) ? "&" : "") + TypeText.Of(type),
    };

    private static string KindText(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In or RefKind.RefReadOnlyParameter => "in ",
        _ => "",
    };

    private static string DefaultOf(IParameterSymbol parameter)
    {
        object? value = parameter.ExplicitDefaultValue;
        if (value is null) return "default";
        string literal = SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default";
        return parameter.Type.TypeKind == TypeKind.Enum || value is float or decimal or double ? $"({parameter.Type.ToDisplayString(ValueReader.Source)})({literal})" : literal;
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
