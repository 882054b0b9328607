using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Processes;

/// <summary>
/// The name of a method that both processes have, being the same program: assembly, module version, metadata token, type arguments. A static lambda is
/// compiled to an instance method of a class without fields; the child calls it on an uninitialized object of that class.
/// </summary>
internal sealed class EntryPoint
{
    private const string Trimming = "A trimmed program keeps what its own calls of Start name; one compiled ahead of time finds its methods by name (ResolveByNames).";

    private const string Kept = "What entry points need is kept by the attributes of the generated entrance (ChildProgram); what was not is told.";

    private EntryPoint(string displayName, AssemblyReference assembly, int token, string[] names, TypeReference[] typeArguments, TypeReference[] methodArguments)
    {
        DisplayName = displayName;
        _assembly = assembly;
        _token = token;
        _names = names;
        _typeArguments = typeArguments;
        _methodArguments = methodArguments;
    }

    /// <summary>The method's name for people: <c>Workers.Resize</c>, or <c>Program.Main (lambda)</c>.</summary>
    internal readonly string DisplayName;

    private readonly AssemblyReference _assembly;
    private readonly int _token;
    private readonly string[] _names;
    private readonly TypeReference[] _typeArguments;
    private readonly TypeReference[] _methodArguments;

    /// <summary>Names the method behind a delegate, or says why a child could not call it.</summary>
    internal static EntryPoint Of(Delegate entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!entry.HasSingleTarget) throw Errors.EntryPointIsMany(entry.GetInvocationList().Length);
        MethodInfo method = entry.Method;
        string displayName = NameOf(method);
        Type? type = method.DeclaringType;
        if (type is null || method.Module.Assembly.IsDynamic) throw Errors.EntryPointIsDynamic(displayName);
        CheckTarget(entry.Target, method, displayName);
        return new EntryPoint(
            displayName,
            AssemblyReference.Of(type.Assembly),
            // A program compiled ahead of time has no tokens; there the names stand for them.
            method.HasMetadataToken() ? method.MetadataToken : 0,
            method.HasMetadataToken() ? [] : [type.FullName!, method.Name, .. NamesOfParameters(method)],
            Array.ConvertAll(type.GetGenericArguments(), TypeReference.Of),
            Array.ConvertAll(method.IsGenericMethod ? method.GetGenericArguments() : [], TypeReference.Of));
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(DisplayName);
        _assembly.Write(writer);
        writer.Write(_token);
        writer.Write(_names.Length);
        foreach (string name in _names) writer.Write(name);
        TypeReference.WriteAll(writer, _typeArguments);
        TypeReference.WriteAll(writer, _methodArguments);
    }

    internal static EntryPoint Read(PayloadReader reader) => new(
        reader.ReadString(), AssemblyReference.Read(reader), reader.ReadInt32(), reader.ReadStrings(), TypeReference.ReadAll(reader), TypeReference.ReadAll(reader));

    /// <summary>Finds the method in this process.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimming)]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = Trimming)]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = Trimming)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Trimming)]
    internal MethodInfo Resolve()
    {
        if (_names.Length > 0) return ResolveByNames();
        if (_assembly.Find().ManifestModule.ResolveMethod(_token) is not MethodInfo method) throw Errors.EntryPointNotFound($"method '{DisplayName}'", null);
        if (_typeArguments.Length > 0)
        {
            Type type = method.DeclaringType!.MakeGenericType(TypeReference.ResolveAll(_typeArguments));
            method = (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!;
        }

        return _methodArguments.Length == 0 ? method : method.MakeGenericMethod(TypeReference.ResolveAll(_methodArguments));
    }

    /// <summary>In a program compiled ahead of time: the one method of the type that has the name and takes such arguments.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Kept)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Kept)]
    private MethodInfo ResolveByNames()
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (MethodInfo method in _assembly.Find().GetType(_names[0])?.GetMethods(Any) ?? [])
        {
            if (method.Name != _names[1] || method.IsGenericMethod) continue;
            ReadOnlySpan<string> taken = NamesOfParameters(method);
            if (taken.SequenceEqual(_names.AsSpan(2))) return method;
        }

        throw Errors.EntryPointNotKept(_names[1], _names[0]);
    }

    /// <summary>The object to call the method on: null for a static method, an empty closure for a lambda.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = Trimming)]
    internal static object? TargetOf(MethodInfo method) => method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimming)]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Trimming)]
    private static void CheckTarget(object? target, MethodInfo method, string displayName)
    {
        if (target is null) return;
        Type type = target.GetType();
        // A closure class is the compiler's own (C#, Visual Basic: the attribute; F#: an @ in the name). Any other class is the user's object.
        bool isClosure = !method.IsStatic && (type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.Contains('@', StringComparison.Ordinal));
        if (!isClosure) throw Errors.EntryPointHasTarget(displayName, type);
        var captured = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (captured.Length > 0) throw Errors.EntryPointCaptures(displayName, captured.SelectMany(CapturedNames).Distinct());
    }

    /// <summary>The variables behind a closure's field: <c>this</c> is <c>&lt;&gt;4__this</c>, and an outer scope's closure is <c>CS$&lt;&gt;8__locals1</c>.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimming)]
    private static IEnumerable<string> CapturedNames(FieldInfo field)
    {
        if (field.Name.EndsWith("__this", StringComparison.Ordinal)) return ["'this'"];
        if (!field.Name.Contains("__locals", StringComparison.Ordinal)) return [$"'{field.Name}'"];
        return field.FieldType.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).SelectMany(CapturedNames);
    }

    private static string NameOf(MethodInfo method)
    {
        // Lambdas are called <Outer>b__0_1 in a class Program+<>c; local functions <Outer>g__Inner|0_1.
        Type? type = method.DeclaringType;
        while (type is { IsNested: true } && type.Name.Contains('<', StringComparison.Ordinal)) type = type.DeclaringType;
        string name = method.Name;
        int open = name.IndexOf('<', StringComparison.Ordinal);
        int close = name.LastIndexOf('>');
        if (open == 0 && close > 1)
        {
            int local = name.IndexOf("g__", close, StringComparison.Ordinal);
            name = local > 0 ? name[(local + 3)..].Split('|')[0] : $"{name[1..close]} (lambda)";
        }

        return type is null ? name : $"{type.Name.Split('`')[0]}.{name}";
    }

    private static string[] NamesOfParameters(MethodInfo method) => Array.ConvertAll(method.GetParameters(), static parameter => parameter.ParameterType.AssemblyQualifiedName!);
}
