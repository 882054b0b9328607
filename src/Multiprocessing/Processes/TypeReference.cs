using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Processes;

/// <summary>
/// A type as a call names it to a child. Where both can, by what finds it at once: a starting child takes 5 ms to compile the framework's parser of type names, before it reads the first letter.
/// </summary>
/// <remarks>
/// <code>
/// u8  form
///     1 to 18  a <see cref="TypeCode"/>: a number, a text, a date
///     32       one-dimensional array: its element's type follows
///     33       by its token: assembly, i32 token, i32 count of type arguments, these
///     34       by its name, with its assembly where it is not of the core library
/// </code>
/// </remarks>
internal abstract class TypeReference
{
    private const byte ArrayForm = 32;
    private const byte TokenForm = 33;
    private const byte NameForm = 34;

    internal const string Trimming = "A trimmed program keeps what its own calls of Start name; one compiled ahead of time is told of every type that travels (ChildProgram.Know).";

    internal static TypeReference Of(Type type)
    {
        if (!type.IsEnum && Type.GetTypeCode(type) is not (TypeCode.Object or TypeCode.DBNull or TypeCode.Empty) and var code) return new Plain(code);
        if (type.IsSZArray) return new Vector(Of(type.GetElementType()!));
        bool hasToken = !type.HasElementType && !type.IsFunctionPointer && type.Assembly != typeof(object).Assembly && !type.Assembly.IsDynamic && type.HasMetadataToken();
        return hasToken
            ? new Token(AssemblyReference.Of(type.Assembly), type.MetadataToken, Array.ConvertAll(type.GetGenericArguments(), Of))
            : new Named(type.Assembly == typeof(object).Assembly && !type.IsGenericType && !type.HasElementType ? type.FullName! : type.AssemblyQualifiedName!);
    }

    internal static TypeReference Read(PayloadReader reader) => reader.ReadByte() switch
    {
        ArrayForm => new Vector(Read(reader)),
        TokenForm => new Token(AssemblyReference.Read(reader), reader.ReadInt32(), ReadAll(reader)),
        NameForm => new Named(reader.ReadString()),
        var code => new Plain((TypeCode)code),
    };

    internal static TypeReference[] ReadAll(PayloadReader reader)
    {
        int count = reader.ReadInt32();
        if (count == 0) return [];
        var references = new TypeReference[count];
        for (int i = 0; i < count; i++) references[i] = Read(reader);
        return references;
    }

    internal static void WriteAll(BinaryWriter writer, TypeReference[] references)
    {
        writer.Write(references.Length);
        foreach (TypeReference reference in references) reference.Write(writer);
    }

    internal static Type[] ResolveAll(TypeReference[] references)
    {
        var types = new Type[references.Length];
        for (int i = 0; i < types.Length; i++) types[i] = references[i].Resolve();
        return types;
    }

    internal abstract void Write(BinaryWriter writer);

    /// <summary>Finds the type in this process.</summary>
    internal abstract Type Resolve();

    /// <summary>What writes and reads values of the type.</summary>
    internal virtual ArgumentCodec Codec() => ArgumentCodec.For(Resolve());

    private sealed class Plain(TypeCode code) : TypeReference
    {
        internal override void Write(BinaryWriter writer) => writer.Write((byte)code);

        internal override Type Resolve() => code switch
        {
            TypeCode.Boolean => typeof(bool),
            TypeCode.Char => typeof(char),
            TypeCode.SByte => typeof(sbyte),
            TypeCode.Byte => typeof(byte),
            TypeCode.Int16 => typeof(short),
            TypeCode.UInt16 => typeof(ushort),
            TypeCode.Int32 => typeof(int),
            TypeCode.UInt32 => typeof(uint),
            TypeCode.Int64 => typeof(long),
            TypeCode.UInt64 => typeof(ulong),
            TypeCode.Single => typeof(float),
            TypeCode.Double => typeof(double),
            TypeCode.Decimal => typeof(decimal),
            TypeCode.DateTime => typeof(DateTime),
            TypeCode.String => typeof(string),
            _ => throw Errors.EntryPointNotFound($"type code {(int)code}", null),
        };

        // Named here, the code for them is in the library's image, and no child has to compile it.
        internal override ArgumentCodec Codec() => code switch
        {
            TypeCode.Boolean => new ArgumentCodec<bool>(),
            TypeCode.Int32 => new ArgumentCodec<int>(),
            TypeCode.Int64 => new ArgumentCodec<long>(),
            TypeCode.Double => new ArgumentCodec<double>(),
            TypeCode.String => new ArgumentCodec<string>(),
            _ => base.Codec(),
        };
    }

    private sealed class Vector(TypeReference element) : TypeReference
    {
        internal override void Write(BinaryWriter writer)
        {
            writer.Write(ArrayForm);
            element.Write(writer);
        }

        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Trimming)]
        internal override Type Resolve() => element.Resolve().MakeArrayType();
    }

    private sealed class Token(AssemblyReference assembly, int token, TypeReference[] arguments) : TypeReference
    {
        internal override void Write(BinaryWriter writer)
        {
            writer.Write(TokenForm);
            assembly.Write(writer);
            writer.Write(token);
            WriteAll(writer, arguments);
        }

        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimming)]
        [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = Trimming)]
        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Trimming)]
        internal override Type Resolve()
        {
            Type type = assembly.Find().ManifestModule.ResolveType(token);
            return arguments.Length == 0 ? type : type.MakeGenericType(ResolveAll(arguments));
        }
    }

    private sealed class Named(string name) : TypeReference
    {
        internal override void Write(BinaryWriter writer)
        {
            writer.Write(NameForm);
            writer.Write(name);
        }

        [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = Trimming)]
        internal override Type Resolve() => Type.GetType(name, throwOnError: false) ?? throw Errors.EntryPointNotFound($"type '{name}'", null);
    }
}
