using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Objects;

/// <summary>Makes contracts of ready-made objects' interfaces.</summary>
internal static class ReadyMade
{
    /// <summary>Registers an interface with its face, once.</summary>
    /// <typeparam name="TFace">The interface that users see.</typeparam>
    /// <typeparam name="TReferent">The interface of the objects.</typeparam>
    /// <param name="elements">The fingerprints of what the object holds; asked for when first needed.</param>
    /// <param name="wrap">Makes the face.</param>
    internal static void Register<TFace, TReferent>(Func<ulong[]> elements, Func<TReferent, TFace> wrap)
        where TFace : class
        where TReferent : class
    {
        if (SharedContract.IsRegistered(typeof(TFace))) return;
        SharedContract inner = SharedContract.Of<TReferent>();
        SharedContract.Register<TFace>(new SharedContract(
            typeof(TFace),
            () => TextOf(typeof(TFace), elements()),
            inner,
            new SharedFace(target => wrap((TReferent)target), static face => ((IFace)face).Target)));
    }

    /// <summary>The face of an object that was just made or got.</summary>
    internal static TFace FaceOf<TFace>(object target)
        where TFace : class
    {
        SharedContract contract = SharedContract.Of<TFace>();
        return (TFace)contract.Face!.Of(target, contract);
    }

    // Names alone would let two versions of a record be taken for each other.
    private static string TextOf(Type face, ulong[] elements) =>
        elements.Length == 0 ? TypeNames.Full(face) : $"{TypeNames.Full(face)}#{Fingerprint.Of(string.Join(',', elements)):x16}";
}
